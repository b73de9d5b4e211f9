#pragma once
/// Sink: where a report goes. Written in large pieces.

#include <string>
#include <string_view>
#include <utility>

namespace siptriage {

class Sink {
 public:
  virtual ~Sink() = default;
  /// False when nothing more can be written (disk full, reader gone). Called
  /// from one thread at a time, not always the same one.
  virtual bool write(std::string_view octets) = 0;
  /// Called when not all is told, because of the limit output-octets.
  virtual void tell_cut() {}
};

/// Collects a report in memory.
class StringSink final : public Sink {
 public:
  bool write(std::string_view octets) override {
    text_.append(octets);
    return true;
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace siptriage
