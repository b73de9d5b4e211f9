#include "report/call_list.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include "annotate/call_tour.h"

namespace siptriage::report {
namespace {

using detail::CallTour;

constexpr std::size_t kCallsInPiece = 256;
constexpr std::size_t kPiecesPerWorker = 4;

std::size_t pieces_of(std::size_t calls) {
  return (calls + kCallsInPiece - 1) / kCallsInPiece;
}

std::span<const CallId> piece_of(std::span<const CallId> calls,
                                 std::size_t piece) {
  const std::size_t begin = piece * kCallsInPiece;
  return calls.subspan(begin, std::min(kCallsInPiece, calls.size() - begin));
}

// Asks a filter about the calls of a tour.
class Asker {
 public:
  Asker(const Filter& filter, const Limits& limits)
      : lanes_{Lane(filter, limits), Lane(filter, limits)} {}

  bool matches(const CallView& view, std::uint64_t conversation,
               std::size_t lane) {
    Lane& here = lanes_[lane];
    if (here.conversation != conversation) {
      here.matcher.begin(view.analysis);
      here.conversation = conversation;
    }
    return here.matcher.matches(view.id.index());
  }

 private:
  struct Lane {
    Lane(const Filter& filter, const Limits& limits)
        : matcher(filter, limits) {}
    FilterMatcher matcher;
    std::optional<std::uint64_t> conversation;
  };
  std::array<Lane, CallTour::kLanes> lanes_;
};

// What one thread needs to write rows.
struct Scribe {
  Scribe(const Triage& triage, RowVisitor given)
      : tour(triage, AnalysisExtent::Trace), visitor(std::move(given)) {}
  CallTour tour;
  RowVisitor visitor;
  std::vector<std::string> texts;
};

}  // namespace

CallList::CallList(const Triage& triage, Workers& workers,
                   const TableOptions& options)
    : triage_(triage), workers_(workers), options_(options) {
  count_findings();
  choose_all();
  if (options.where || options.sort != nullptr) {
    choose();
  } else if (options.reverse) {
    std::ranges::reverse(calls_);
  }
  matching_ = calls_.size();
  if (calls_.size() > options.most) {
    calls_.resize(static_cast<std::size_t>(options.most));
  }
}

void CallList::count_findings() {
  findings_.resize(triage_.calls.size());
  for (const FindingBrief& finding : triage_.findings) {
    if (finding.call.valid()) ++findings_[finding.call.index()];
  }
}

CallRow CallList::row_of(const CallView& view, CallId id) const {
  return {view, id, findings_[id.index()],
          find_keep_alives(triage_.coverage, view.call().caller,
                           view.call().callee)};
}

void CallList::choose_all() {
  calls_.reserve(triage_.calls.size());
  for (std::uint32_t i = 0; i < triage_.calls.size(); ++i) {
    if (options_.kind == TableKind::Registrations &&
        triage_.calls[i].kind != CallKind::Registration) {
      continue;
    }
    calls_.emplace_back(i);
  }
  all_ = calls_.size();
}

// Reads each call once: whether it is meant, and what it is sorted by.
void CallList::choose() {
  std::deque<CallTour> tours;
  std::deque<Asker> askers;
  for (unsigned i = 0; i < workers_.count(); ++i) {
    tours.emplace_back(triage_, options_.where ? AnalysisExtent::Whole
                                               : AnalysisExtent::Trace);
    if (options_.where) {
      askers.emplace_back(*options_.where, triage_.coverage.limits);
    }
  }
  std::vector<std::vector<Chosen>> chosen(pieces_of(calls_.size()));
  workers_.run(chosen.size(), [&](std::size_t piece, unsigned worker) {
    const std::span<const CallId> calls = piece_of(calls_, piece);
    tours[worker].visit(calls, [&](std::size_t place, const CallView& view,
                                   std::size_t lane) {
      const CallId id = calls[place];
      const std::uint64_t conversation = triage_.calls[id.index()].conversation;
      if (options_.where && !askers[worker].matches(view, conversation, lane)) {
        return;
      }
      Cell key;
      if (options_.sort != nullptr) {
        const CallRow row = row_of(view, id);
        options_.sort->read(Row{&row}, key);
      }
      chosen[piece].push_back({id, key});
    });
  });
  std::vector<Chosen> all;
  for (std::vector<Chosen>& piece : chosen) {
    all.insert(all.end(), piece.begin(), piece.end());
    piece = std::vector<Chosen>();  // gives its memory back
  }
  sort(all);
  calls_.clear();
  std::ranges::transform(all, std::back_inserter(calls_), &Chosen::id);
}

void CallList::sort(std::vector<Chosen>& chosen) const {
  std::ranges::sort(chosen, [this](const Chosen& a, const Chosen& b) {
    return goes_before(a.id.index(), a.key, b.id.index(), b.key, options_);
  });
}

void CallList::write(const std::function<RowVisitor()>& make_visitor,
                     output::BufferedOutput& output) const {
  std::deque<Scribe> scribes;
  for (unsigned i = 0; i < workers_.count(); ++i) {
    scribes.emplace_back(triage_, make_visitor());
  }
  const std::size_t pieces = pieces_of(calls_.size());
  std::vector<std::string> made(workers_.count() * kPiecesPerWorker);
  for (std::size_t done = 0; done < pieces && !output.failed();) {
    const std::size_t making = std::min(made.size(), pieces - done);
    workers_.run(making, [&](std::size_t task, unsigned worker) {
      Scribe& scribe = scribes[worker];
      const std::span<const CallId> calls = piece_of(calls_, done + task);
      scribe.texts.resize(kCallsInPiece);
      scribe.tour.visit(calls, [&](std::size_t place, const CallView& view,
                                   std::size_t /*lane*/) {
        scribe.texts[place].clear();
        const CallRow row = row_of(view, calls[place]);
        scribe.visitor(Row{&row}, scribe.texts[place]);
      });
      made[task].clear();
      for (std::size_t i = 0; i < calls.size(); ++i) {
        made[task] += scribe.texts[i];
      }
    });
    for (std::size_t i = 0; i < making; ++i) output.append(made[i]);
    done += making;
  }
}

void CallList::look(
    const std::function<RowVisitor(unsigned worker)>& make_visitor) const {
  std::deque<Scribe> scribes;
  for (unsigned i = 0; i < workers_.count(); ++i) {
    scribes.emplace_back(triage_, make_visitor(i));
  }
  workers_.run(
      pieces_of(calls_.size()), [&](std::size_t piece, unsigned worker) {
        const std::span<const CallId> calls = piece_of(calls_, piece);
        scribes[worker].texts.resize(1);
        scribes[worker].tour.visit(
            calls,
            [&](std::size_t place, const CallView& view, std::size_t /*lane*/) {
              const CallRow row = row_of(view, calls[place]);
              scribes[worker].visitor(Row{&row}, scribes[worker].texts.front());
            });
      });
}

}  // namespace siptriage::report
