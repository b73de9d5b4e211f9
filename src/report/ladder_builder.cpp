#include "report/ladder_builder.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <numeric>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "report/call_notes.h"
#include "report/ladder_words.h"

namespace siptriage::report {
namespace {

// Events between two endpoints that are looked at for one finding.
constexpr std::size_t kMostEventsSearched = 1024;
constexpr std::size_t kMostFramesOfNote = 8;
// An ICMP error may have been captured before what it is about.
constexpr Duration kSoonest = std::chrono::seconds(-1);

ArrowKind kind_of(const MessageRecord& record) {
  if (record.is_request()) return ArrowKind::Request;
  if (record.status < 200) return ArrowKind::Provisional;
  if (record.status < 300) return ArrowKind::Success;
  if (record.status == 401 || record.status == 407) return ArrowKind::Challenge;
  return record.status < 400 ? ArrowKind::Redirection : ArrowKind::Failure;
}

const NetworkEvent* find_by_frame(std::span<const NetworkEvent> events,
                                  const std::vector<FrameId>& frames) {
  for (const NetworkEvent& event :
       events.first(std::min(events.size(), kMostEventsSearched))) {
    if (std::ranges::find(frames, event.frame) != frames.end()) return &event;
  }
  return nullptr;
}

}  // namespace

LadderBuilder::LadderBuilder(const Triage& triage, CallReader& reader,
                             const LadderOptions& options)
    : triage_(triage),
      reader_(reader),
      options_(options),
      lanes_(options.aliases),
      parsed_(triage.coverage.limits) {}

void LadderBuilder::add(CallId call) {
  if (calls_.size() == kMostLegs) {
    ++ladder_.legs_left_out;
    return;
  }
  const CallBrief& brief = triage_.calls[call.index()];
  const ConversationView conversation =
      reader_.read_conversation(brief.conversation);
  const Trace& trace = conversation.analysis.trace;
  if (brief.place >= trace.calls().size()) return;  // a file that changed
  const CallView view{conversation.analysis, CallId(brief.place)};
  drafts_of_leg_ = 0;
  crossings_.clear();
  places_.clear();
  events_.clear();
  add_leg(view, call);
  for (std::uint32_t i = 0; i < trace.messages().size(); ++i) {
    if (trace.messages()[i].call != view.id) continue;
    add_message(view, MessageId(i),
                i < conversation.orders.size() ? conversation.orders[i] : i);
  }
  add_notes(view, call);
}

void LadderBuilder::add_leg(const CallView& view, CallId call) {
  const Call& seen = view.call();
  calls_.push_back(call);
  LadderLeg leg;
  leg.number = std::uint64_t{call.index()} + 1;
  leg.kind = seen.kind;
  leg.outcome = seen.outcome;
  leg.status = seen.final_status;
  leg.from = seen.from_uri;
  leg.to = seen.to_uri;
  if (const Leg* known = triage_.legs.find(call)) {
    if (known->upstream.valid()) {
      leg.upstream = std::uint64_t{known->upstream.index()} + 1;
    }
    leg.reason = to_string(known->reason);
  }
  ladder_.legs.push_back(std::move(leg));
}

void LadderBuilder::repeat(const MessageRecord& record, std::size_t draft) {
  LadderArrow& arrow = drafts_[draft].arrow;
  if (record.repetition == Repetition::Duplicate) {
    ++ladder_.duplicates;
    return;
  }
  ++arrow.copies;
  arrow.copies_last = elapsed(arrow.time, record.timestamp);
}

void LadderBuilder::add_message(const CallView& view, MessageId id,
                                std::uint64_t order) {
  const MessageRecord& record = view.analysis.trace.message(id);
  const Place place(record.frame, record.transaction);
  const Crossing crossing(record.original.valid() ? record.original : id,
                          record.source, record.destination);
  if (const auto first = crossings_.find(crossing); first != crossings_.end()) {
    places_.emplace(place, first->second);
    return repeat(record, first->second);
  }
  if (drafts_of_leg_ == options_.most_arrows) {
    ++ladder_.arrows_left_out;
    return;
  }
  ++drafts_of_leg_;
  if (!view.analysis.trace.parse(id, parsed_)) parsed_.clear();
  lanes_.note(record, parsed_);
  Draft draft;
  draft.order = order;
  draft.arrow.kind = kind_of(record);
  draft.arrow.leg = ladder_.legs.size() - 1;
  draft.arrow.time = record.timestamp;
  draft.arrow.frame = record.frame;
  draft.arrow.source = record.source;
  draft.arrow.destination = record.destination;
  draft.arrow.octets = record.octets;
  draft.arrow.title = title_of(record, parsed_);
  draft.arrow.brief = brief_of(record);
  draft.arrow.media = media_of(record, parsed_);
  crossings_.emplace(crossing, drafts_.size());
  places_.emplace(place, drafts_.size());
  drafts_.push_back(std::move(draft));
}

// Trouble shows in the last of the frames that prove it.
std::size_t LadderBuilder::draft_of(const Finding& finding) const {
  for (std::size_t i = finding.frames.size(); i-- != 0;) {
    const FrameId frame = finding.frames[i];
    auto place = places_.find(Place(frame, finding.transaction));
    if (place == places_.end()) {
      place = places_.lower_bound(Place(frame, TransactionId(0)));
    }
    if (place != places_.end() && std::get<FrameId>(place->first) == frame) {
      return place->second;
    }
  }
  return kNowhere;
}

// By the way of a message that proves it, and of what comes back.
const NetworkEvent* LadderBuilder::find_event(const Finding& finding,
                                              const CallView& view) const {
  const NetworkEvents* events = triage_.conversations->network_events();
  const std::size_t draft = draft_of(finding);
  if (events == nullptr || events->empty() || draft == kNowhere) return nullptr;
  const LadderArrow& about = drafts_[draft].arrow;
  const Timestamp from = view.call().first_time + kSoonest;
  for (const Transport transport : {Transport::Udp, Transport::Tcp}) {
    for (const bool back : {false, true}) {
      const NetworkEvent* const found = find_by_frame(
          events->between(transport, back ? about.destination : about.source,
                          back ? about.source : about.destination, from),
          finding.frames);
      if (found != nullptr) return found;
    }
  }
  for (const Endpoint& host : {about.source, about.destination}) {
    const NetworkEvent* const found =
        find_by_frame(events->refused_to(host.address, from), finding.frames);
    if (found != nullptr) return found;
  }
  return nullptr;
}

std::size_t LadderBuilder::add_event(const NetworkEvent& event) {
  const auto [known, is_new] = events_.emplace(event.frame, drafts_.size());
  if (!is_new) return known->second;
  Draft draft;
  draft.order = ~std::uint64_t{0};  // behind messages of the same time
  draft.arrow.kind = ArrowKind::NetworkError;
  draft.arrow.leg = ladder_.legs.size() - 1;
  draft.arrow.time = event.timestamp;
  draft.arrow.frame = event.frame;
  // It goes back to who sent what did not arrive.
  draft.arrow.source = event.destination;
  draft.arrow.destination = event.source;
  draft.arrow.title = title_of(event.error);
  draft.arrow.brief = is_icmp(event.error.kind) ? "ICMP" : "RST";
  if (event.error.reporter != event.destination.address &&
      event.error.reporter != event.source.address) {
    draft.arrow.title += ", by " + to_string(event.error.reporter);
  }
  drafts_.push_back(std::move(draft));
  return known->second;
}

void LadderBuilder::add_notes(const CallView& view, CallId call) {
  for (const Finding* finding : CallNotes(triage_, call, view).findings) {
    if (notes_.size() == kMostNotes) {
      ++ladder_.notes_left_out;
      continue;
    }
    DraftNote draft;
    draft.note.severity = finding->severity;
    draft.note.certainty = finding->certainty;
    draft.note.rule = finding->rule->id;
    draft.note.remedy = finding->rule->remedy;
    draft.note.text = finding->message;
    const std::size_t frames =
        std::min(finding->frames.size(), kMostFramesOfNote);
    draft.note.frames.assign(
        finding->frames.begin(),
        finding->frames.begin() + static_cast<std::ptrdiff_t>(frames));
    draft.note.evidence = finding->evidence;
    const NetworkEvent* const event = find_event(*finding, view);
    draft.draft = event == nullptr ? draft_of(*finding) : add_event(*event);
    notes_.push_back(std::move(draft));
  }
}

// Of frames that several interfaces captured, the order of the file need not
// be that of time.
void LadderBuilder::put_in_order() {
  sequence_.resize(drafts_.size());
  std::iota(sequence_.begin(), sequence_.end(), std::size_t{0});
  std::ranges::stable_sort(sequence_, {}, [this](std::size_t draft) {
    return std::pair(drafts_[draft].arrow.time, drafts_[draft].order);
  });
  if (sequence_.size() <= options_.most_arrows) return;
  ladder_.arrows_left_out += sequence_.size() - options_.most_arrows;
  sequence_.resize(static_cast<std::size_t>(options_.most_arrows));
}

void LadderBuilder::draw_arrows() {
  std::vector<std::size_t> places(drafts_.size(), kNowhere);
  for (const std::size_t draft : sequence_) {
    places[draft] = ladder_.arrows.size();
    LadderArrow arrow = std::move(drafts_[draft].arrow);
    arrow.from = lanes_.lane_of(arrow.source);
    arrow.to = lanes_.lane_of(arrow.destination);
    if (!ladder_.arrows.empty()) {
      arrow.since_start = elapsed(ladder_.arrows.front().time, arrow.time);
      arrow.since_last = elapsed(ladder_.arrows.back().time, arrow.time);
    }
    ladder_.arrows.push_back(std::move(arrow));
  }
  for (DraftNote& note : notes_) {
    if (note.draft != kNowhere) note.place = places[note.draft];
  }
  ladder_.lanes = lanes_.lanes();
}

void LadderBuilder::number_notes() {
  std::ranges::stable_sort(notes_, {}, &DraftNote::place);
  for (DraftNote& draft : notes_) {
    ladder_.notes.push_back(std::move(draft.note));
    if (draft.place == kNowhere) continue;
    ladder_.arrows[draft.place].notes.push_back(ladder_.notes.size());
  }
}

// That of the first leg that has one: it says what the others had to do with
// it.
void LadderBuilder::add_diagnosis() {
  for (const CallId call : calls_) {
    const auto found =
        std::ranges::find(triage_.diagnoses, call, &DiagnosisBrief::call);
    if (found == triage_.diagnoses.end()) continue;
    ladder_.diagnosis = reader_.read(*found).summary;
    return;
  }
}

Ladder LadderBuilder::finish() {
  put_in_order();
  draw_arrows();
  number_notes();
  add_diagnosis();
  return std::move(ladder_);
}

}  // namespace siptriage::report
