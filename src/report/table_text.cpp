// write_table_text: a row each, as much of it as the terminal has room for.

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/report/tables.h"

#include "output/buffered_output.h"
#include "output/escape_terminal.h"
#include "output/utf8.h"
#include "output/wrap.h"
#include "report/describe.h"
#include "report/frame_names.h"
#include "report/row_list.h"

namespace siptriage {
namespace report {
namespace {

using output::columns_of;

constexpr std::size_t kLeastColumns = 40;
constexpr std::size_t kGap = 2;
// What names and numbers of people need; with less, columns are left out.
constexpr std::size_t kComfortableColumns = 11;
constexpr std::size_t kLeastCellColumns = 8;

// What a table of a kind shows when nobody asked for columns, and what of that
// is the first to go where there is no room. `kind` only where there are
// several.
struct Habits {
  std::array<std::string_view, 11> shown;
  std::array<std::string_view, 8> dispensable;
  std::string_view singular;
  std::string_view plural;
};
constexpr Habits kHabits[] = {
    {{"number", "time", "kind", "from", "to", "result", "pdd", "duration",
      "messages", "frame"},
     {"messages", "duration", "pdd", "kind", "time", "number"},
     "exchange",
     "exchanges"},
    {{"number", "time", "aor", "contact", "aim", "result", "asked", "granted",
      "client", "registrar", "frame"},
     {"client", "asked", "aim", "registrar", "granted", "contact", "time",
      "number"},
     "registration",
     "registrations"},
    {{"call", "time", "method", "client", "server", "status", "phrase",
      "duration", "retransmissions", "frame"},
     {"phrase", "retransmissions", "time", "client", "duration", "call"},
     "transaction",
     "transactions"},
    {{"frame", "time", "call", "src", "dst", "method", "status", "phrase",
      "from", "to"},
     {"call", "from", "to", "phrase", "time", "src", "dst"},
     "message",
     "messages"},
};

// Three or four figures: "250 ms", "4.2 s", "12 min", "1.5 h".
std::string brief(std::int64_t nanoseconds) {
  const double seconds = static_cast<double>(nanoseconds) / 1e9;
  constexpr double kMinute = 60;
  constexpr double kHour = 3600;
  if (seconds < 0.9995) return fmt::format("{:.0f} ms", seconds * 1e3);
  if (seconds < 99.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 99.5 * kMinute) {
    return fmt::format("{:.0f} min", seconds / kMinute);
  }
  return fmt::format("{:.1f} h", seconds / kHour);
}

bool is_of_several_days(const Coverage& coverage) {
  return coverage.frames != 0 &&
         date_of(coverage.first_time) != date_of(coverage.last_time);
}

class CellText {
 public:
  CellText(const Coverage& coverage, bool unicode)
      : frames_(coverage), unicode_(unicode) {}

  // Of times on different days, which day.
  void show_dates() { shows_dates_ = true; }

  [[nodiscard]] std::string operator()(const Cell& cell, bool in_short) const {
    switch (cell.kind) {
      case CellKind::None:
        return {};
      case CellKind::Number:
        return std::to_string(cell.number);
      case CellKind::Flag:
        return cell.number != 0 ? "yes" : "";
      case CellKind::Word:
        return cell.code == 0 ? std::string(cell.text)
                              : fmt::format("{} {}", cell.text, cell.code);
      case CellKind::Wire:
        return output::escape_terminal(cell.text, unicode_);
      case CellKind::Uri:
        return output::escape_terminal(person_in(cell.text, in_short),
                                       unicode_);
      case CellKind::Duration:
        return brief(cell.number);
      case CellKind::Time:
        return moment(timestamp_from_nanoseconds(cell.number), in_short);
      case CellKind::Address:
        return to_string(cell.address);
      case CellKind::Frame:
        return frames_.name(cell.frame);
    }
    return {};
  }

 private:
  [[nodiscard]] std::string moment(Timestamp time, bool in_short) const {
    const std::string text =
        shows_dates_ ? date_and_time(time) : time_of_day(time);
    constexpr std::size_t kMilliseconds = sizeof(".000") - 1;
    return in_short ? text.substr(0, text.size() - kMilliseconds) : text;
  }

  FrameNames frames_;
  bool unicode_;
  bool shows_dates_ = false;
};

// What the cells of one column came to.
struct Measure {
  std::size_t most = 0;
  std::size_t most_in_short = 0;
  bool to_the_right = false;
  bool may_be_cut = false;
  bool is_address = false;  // the front of one tells nothing

  void take(const Cell& cell, const CellText& text) {
    if (cell.kind == CellKind::None) return;
    most = std::max(most, columns_of(text(cell, false)));
    most_in_short = std::max(most_in_short, columns_of(text(cell, true)));
    is_address |= cell.kind == CellKind::Address;
    to_the_right |= cell.kind == CellKind::Number ||
                    cell.kind == CellKind::Duration ||
                    cell.kind == CellKind::Frame;
    may_be_cut |= cell.kind == CellKind::Wire || cell.kind == CellKind::Uri ||
                  cell.kind == CellKind::Word || cell.kind == CellKind::Address;
  }
  void take(const Measure& other) {
    most = std::max(most, other.most);
    most_in_short = std::max(most_in_short, other.most_in_short);
    to_the_right |= other.to_the_right;
    may_be_cut |= other.may_be_cut;
    is_address |= other.is_address;
  }
};

struct Place {
  const TableColumn* column = nullptr;
  Measure measure;
  std::size_t width = 0;
  bool in_short = false;
};

std::size_t total_of(const std::vector<Place>& places) {
  std::size_t total = places.empty() ? 0 : (places.size() - 1) * kGap;
  for (const Place& place : places) total += place.width;
  return total;
}

void set_widths(std::vector<Place>& places, bool in_short) {
  for (Place& place : places) {
    place.in_short = in_short;
    place.width =
        std::max(place.column->heading.size(),
                 in_short ? place.measure.most_in_short : place.measure.most);
    if (in_short && place.column->name == "time") {
      place.width = place.measure.most_in_short;
    }
    if (place.column->most_columns != 0) {
      place.width = std::min(place.width, place.column->most_columns);
    }
  }
}

// Takes from the widest of those that may be cut. False: someone will miss it.
bool shrink(std::vector<Place>& places, std::size_t columns) {
  bool comfortable = true;
  while (total_of(places) > columns) {
    Place* widest = nullptr;
    for (Place& place : places) {
      if (!place.measure.may_be_cut || place.width <= kLeastCellColumns) {
        continue;
      }
      if (widest == nullptr || place.width > widest->width) widest = &place;
    }
    if (widest == nullptr) return false;
    --widest->width;
    comfortable &=
        widest->width >= kComfortableColumns && !widest->measure.is_address;
  }
  return comfortable;
}

bool fit(std::vector<Place>& places, std::size_t columns) {
  set_widths(places, false);
  if (total_of(places) <= columns) return true;
  set_widths(places, true);
  return shrink(places, columns);
}

// What one thread has seen.
struct Seen {
  std::vector<Measure> measures;
  std::uint32_t kinds = 0;  // a bit each
};

class TextTable {
 public:
  TextTable(const Triage& triage, Workers& workers, const TableOptions& options,
            const LayoutOptions& layout, Sink& sink)
      : list_(make_row_list(triage, workers, options)),
        kind_(options.kind),
        layout_(layout),
        text_(triage.coverage, layout.unicode),
        columns_(std::max(layout.columns, kLeastColumns)),
        last_line_(cut_line(triage.coverage.limits[LimitId::OutputOctets])),
        output_(sink) {
    if (is_of_several_days(triage.coverage)) text_.show_dates();
    output_.end_at(triage.coverage.limits[LimitId::OutputOctets], last_line_);
    for (const TableColumn* column : options.columns) {
      places_.push_back({column, {}, 0, false});
    }
    measure(workers.count(), options.columns.empty());
  }

  bool write() {
    if (list_->size() == 0) {
      output_.append(none_line());
      return output_.flush();
    }
    output_.append(heading());
    list_->write(
        [this] {
          return [this](const Row& row, std::string& line) {
            line = line_of(row);
          };
        },
        output_);
    output_.append(last_words());
    return output_.flush();
  }

 private:
  void measure(unsigned workers, bool by_default) {
    if (by_default) {
      for (const std::string_view name : habits().shown) {
        if (name.empty()) break;
        places_.push_back({find_table_column(kind_, name), {}, 0, false});
      }
    }
    std::vector<Seen> seen(workers);
    list_->look([&](unsigned worker) {
      seen[worker].measures.resize(places_.size());
      return [this, &here = seen[worker]](const Row& row, std::string&) {
        if (row.of_call != nullptr) {
          here.kinds |= 1U << static_cast<unsigned>(row.call().kind);
        }
        for (std::size_t i = 0; i < places_.size(); ++i) {
          Cell cell;
          places_[i].column->read(row, cell);
          here.measures[i].take(cell, text_);
        }
      };
    });
    std::uint32_t kinds = 0;
    for (const Seen& one : seen) {
      kinds |= one.kinds;
      for (std::size_t i = 0; i < one.measures.size(); ++i) {
        places_[i].measure.take(one.measures[i]);
      }
    }
    const bool one_kind = (kinds & (kinds - 1)) == 0;
    if (by_default && one_kind) leave_out("kind");
    // Columns that were asked for all stay.
    bool fits = fit(places_, columns_);
    for (const std::string_view name : habits().dispensable) {
      if (name.empty() || fits || !by_default) break;
      leave_out(name);
      fits = fit(places_, columns_);
    }
  }

  void leave_out(std::string_view name) {
    std::erase_if(places_, [name](const Place& place) {
      return place.column->name == name;
    });
  }

  [[nodiscard]] std::string_view ellipsis() const {
    return layout_.unicode ? "\u2026" : "...";
  }

  [[nodiscard]] std::string padded(const Place& place,
                                   std::string_view text) const {
    const std::string cut =
        output::cut_to_columns(text, place.width, ellipsis());
    return place.measure.to_the_right ? output::pad_left(cut, place.width)
                                      : output::pad_right(cut, place.width);
  }

  [[nodiscard]] std::string ended(std::string line) const {
    line = output::cut_to_columns(line, columns_, ellipsis());
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line + '\n';
  }

  [[nodiscard]] std::string heading() const {
    std::string line;
    for (const Place& place : places_) {
      if (&place != &places_.front()) line.append(kGap, ' ');
      std::string_view name = place.column->heading;
      if (columns_of(name) > place.width) name = name.substr(0, name.find(' '));
      line += padded(place, name);
    }
    return ended(std::move(line));
  }

  [[nodiscard]] std::string line_of(const Row& row) const {
    std::string line;
    for (const Place& place : places_) {
      if (&place != &places_.front()) line.append(kGap, ' ');
      Cell cell;
      place.column->read(row, cell);
      const std::string text = text_(cell, place.in_short);
      line +=
          padded(place, cell.kind == CellKind::Wire
                            ? output::cut_middle(text, place.width, ellipsis())
                            : text);
    }
    return ended(std::move(line));
  }

  [[nodiscard]] const Habits& habits() const {
    return kHabits[static_cast<std::size_t>(kind_)];
  }

  [[nodiscard]] std::string none_line() const {
    const std::size_t all = list_->all();
    if (all == 0) {
      return fmt::format("This capture has no {}.\n", kind_ == TableKind::Calls
                                                          ? "call"
                                                          : habits().singular);
    }
    return fmt::format("Nothing matches; {} {} looked at.\n",
                       count_of(all, habits().singular, habits().plural),
                       all == 1 ? "was" : "were");
  }

  // How many there are besides.
  [[nodiscard]] std::string last_words() const {
    const std::size_t all = list_->all();
    std::string words;
    if (list_->size() < list_->matching()) {
      words = fmt::format("\nThe first {} of {} are shown.",
                          with_separators(list_->size()),
                          with_separators(list_->matching()));
    }
    if (list_->matching() < all) {
      words += fmt::format("{}{} of {} match{}.", words.empty() ? "\n" : " ",
                           with_separators(list_->matching()),
                           count_of(all, habits().singular, habits().plural),
                           list_->matching() == 1 ? "es" : "");
    }
    return words.empty() ? words : words + '\n';
  }

  std::unique_ptr<RowList> list_;
  TableKind kind_;
  LayoutOptions layout_;
  CellText text_;
  std::size_t columns_;
  std::vector<Place> places_;
  std::string last_line_;  // of a table that is cut
  output::BufferedOutput output_;
};

}  // namespace
}  // namespace report

bool write_table_text(const Triage& triage, Workers& workers,
                      const TableOptions& options, const LayoutOptions& layout,
                      Sink& sink) {
  return report::TextTable(triage, workers, options, layout, sink).write();
}

}  // namespace siptriage
