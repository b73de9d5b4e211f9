#include "report/json_elements.h"

#include <algorithm>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

namespace siptriage::report {
namespace {

// Some hundred KiB: a piece stays in a processor's own cache until it is handed
// to the sink, and that costs little beside it.
constexpr std::size_t kElementsInPiece = 256;
constexpr std::size_t kPiecesPerWorker = 2;

// Elements that are read together.
struct Group {
  std::uint64_t conversation = JsonElements::kNoConversation;
  std::size_t size = 0;
};

// Writes pieces, one after the other.
//
// To read a conversation is to analyse all of it, however few of its elements
// are asked for, and a reader keeps only the last one. So those of a piece that
// share one are read in a row, and put in order afterwards. The one that most
// elements of a piece belong to has a reader of its own: if it is so large that
// it turns up everywhere, the next piece asks for it again.
class PieceWriter {
 public:
  PieceWriter(const JsonReport& whole, const JsonElements& elements)
      : whole_(whole),
        elements_(elements),
        reader_(whole.triage, elements.extent()),
        crowd_reader_(whole.triage, elements.extent()) {}

  // The elements from `begin` on, as they stand in the array of all.
  void write(std::size_t begin, std::size_t end, JsonWriter& piece) {
    piece.clear();
    const Group crowd = sort_by_conversation(begin, end);
    if (crowd.size <= 1) return write_in_order(begin, end, piece);
    write_sorted(crowd);
    std::sort(texts_.begin(), texts_.end());
    for (const auto& [index, text] : texts_) {
      begin_element(index, piece);
      piece.raw(kept_.text().substr(text.first, text.second));
    }
  }

 private:
  // The largest group, in `order_`.
  Group sort_by_conversation(std::size_t begin, std::size_t end) {
    order_.clear();
    for (std::size_t i = begin; i < end; ++i) {
      order_.emplace_back(elements_.conversation_of(i), i);
    }
    std::sort(order_.begin(), order_.end());
    Group largest;
    Group current;
    for (const auto& [conversation, index] : order_) {
      if (conversation == JsonElements::kNoConversation) break;
      if (conversation != current.conversation) current = {conversation, 0};
      ++current.size;
      if (current.size > largest.size) largest = current;
    }
    return largest;
  }

  void write_in_order(std::size_t begin, std::size_t end, JsonWriter& piece) {
    for (std::size_t i = begin; i < end; ++i) {
      reader_.expect(conversation_at(i + 1, end), conversation_at(i + 2, end));
      begin_element(i, piece);
      write_element(i, reader_, piece);
    }
  }

  // All of `order_` to `kept_`, and where they stand to `texts_`.
  void write_sorted(const Group& crowd) {
    kept_.clear();
    texts_.clear();
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const auto& [conversation, index] = order_[i];
      reader_.expect(conversation_in_order(i + 1),
                     conversation_in_order(i + 2));
      const std::size_t begin = kept_.text().size();
      write_element(
          index, conversation == crowd.conversation ? crowd_reader_ : reader_,
          kept_);
      texts_.push_back({index, {begin, kept_.text().size() - begin}});
    }
  }

  [[nodiscard]] std::uint64_t conversation_in_order(std::size_t i) const {
    return i < order_.size() ? order_[i].first : JsonElements::kNoConversation;
  }
  [[nodiscard]] std::uint64_t conversation_at(std::size_t index,
                                              std::size_t end) const {
    return index < end ? elements_.conversation_of(index)
                       : JsonElements::kNoConversation;
  }

  static void begin_element(std::size_t index, JsonWriter& json) {
    json.break_line();
    if (index != 0) json.raw(",");
  }

  void write_element(std::size_t index, CallReader& reader, JsonWriter& json) {
    json.begin_anew();
    JsonReport report{whole_.triage, json, whole_.several_files, code_texts_};
    elements_.write(report, reader, index);
  }

  const JsonReport& whole_;
  const JsonElements& elements_;
  CallReader reader_;
  CallReader crowd_reader_;
  CodeTexts code_texts_;
  // Conversation and index.
  std::vector<std::pair<std::uint64_t, std::size_t>> order_;
  JsonWriter kept_;
  // Index; begin and size in `kept_`.
  std::vector<std::pair<std::size_t, std::pair<std::size_t, std::size_t>>>
      texts_;
};

// Hands pieces over until the document is as long as it may be.
class PieceTaker {
 public:
  PieceTaker(JsonWriter& json, std::uint64_t most_octets)
      : json_(json), most_octets_(most_octets) {}

  // With `elements` in it.
  void take(std::string_view piece, std::size_t elements) {
    if (is_full_) return;
    const std::uint64_t written = json_.octets();
    const std::uint64_t room = most_octets_ - std::min(most_octets_, written);
    if (piece.size() > room) {
      is_full_ = true;
      // Each element begins with its line.
      const std::size_t end = piece.substr(0, room + 1).rfind('\n');
      piece = piece.substr(0, end == std::string_view::npos ? 0 : end);
      elements = static_cast<std::size_t>(
          std::count(piece.begin(), piece.end(), '\n'));
    }
    elements_ += elements;
    json_.raw(piece);
  }

  [[nodiscard]] bool is_full() const { return is_full_; }
  [[nodiscard]] std::size_t elements() const { return elements_; }

 private:
  JsonWriter& json_;
  std::uint64_t most_octets_;
  std::size_t elements_ = 0;
  bool is_full_ = false;
};

}  // namespace

std::size_t write_elements(JsonReport& report, const JsonElements& elements,
                           Workers& workers, std::uint64_t most_octets) {
  const std::size_t count = elements.count();
  const std::size_t pieces = (count + kElementsInPiece - 1) / kElementsInPiece;
  const std::size_t at_once = workers.count() * kPiecesPerWorker;
  const auto begin_of = [count](std::size_t piece) {
    return std::min(count, piece * kElementsInPiece);
  };
  std::deque<PieceWriter> writers;
  for (unsigned i = 0; i < workers.count(); ++i) {
    writers.emplace_back(report, elements);
  }
  std::vector<JsonWriter> made(at_once);
  std::vector<JsonWriter> handed_over(at_once);
  std::size_t ready = 0;  // to be handed over: the last ones made
  PieceTaker taker(report.json, most_octets);
  for (std::size_t done = 0; (done < pieces || ready != 0) &&
                             !report.json.failed() && !taker.is_full();) {
    const std::size_t making = std::min(at_once, pieces - done);
    // The first task hands over what the last set made.
    workers.run(making + 1, [&](std::size_t task, unsigned worker) {
      if (task == 0) {
        for (std::size_t i = 0; i < ready; ++i) {
          const std::size_t piece = done - ready + i;
          taker.take(handed_over[i].text(),
                     begin_of(piece + 1) - begin_of(piece));
        }
        return;
      }
      const std::size_t piece = done + task - 1;
      writers[worker].write(begin_of(piece), begin_of(piece + 1),
                            made[task - 1]);
    });
    made.swap(handed_over);
    ready = making;
    done += making;
  }
  return taker.is_full() ? count - taker.elements() : 0;
}

}  // namespace siptriage::report
