#pragma once
// Columns that the tables of calls and of registrations have in common.

#include "report/column_parts.h"

namespace siptriage::report {

// clang-format off
inline constexpr TableColumn kTimeColumn = {
   "time", "TIME (UTC)", "time", "when its first message was captured",
   [](const Row& r, Cell& c) {
     put_time(c, r.call().first_time); }};
inline constexpr TableColumn kOutcomeColumn = {
   "outcome", "OUTCOME", "outcome", "how it ended",
   [](const Row& r, Cell& c) { put_word(c, r.call().outcome); }};
inline constexpr TableColumn kCodeColumn = {
   "code", "CODE", "code", "the status code that its outcome comes from",
   [](const Row& r, Cell& c) {
     if (r.call().final_status != 0) put_number(c, r.call().final_status); }};
inline constexpr TableColumn kResultColumn = {
   "result", "RESULT", "result", "both of these in short",
   [](const Row& r, Cell& c) { put_result(c, r.call()); }};
inline constexpr TableColumn kChallengedColumn = {
   "challenged", "CHALLENGED", "challenged", "whether it met 401 or 407",
   [](const Row& r, Cell& c) { put_flag(c, r.call().challenged); }};
inline constexpr TableColumn kDurationColumn = {
   "duration", "LASTS", "duration_ms", "from its first message to its last",
   [](const Row& r, Cell& c) {
     put_duration(c, elapsed(r.call().first_time, r.call().last_time)); }};
inline constexpr TableColumn kMessagesColumn = {
   "messages", "MSGS", "messages", "its messages",
   [](const Row& r, Cell& c) { put_number(c, r.call().message_count); }};
inline constexpr TableColumn kRetransmissionsColumn = {
   "retransmissions", "RETR", "retransmissions", "those sent again",
   [](const Row& r, Cell& c) { put_number(c, r.call().retransmissions); }};
inline constexpr TableColumn kFindingsColumn = {
   "findings", "FINDINGS", "findings", "what is to be said about it",
   [](const Row& r, Cell& c) { put_number(c, r.of_call->findings); }};
inline constexpr TableColumn kFrameColumn = {
   "frame", "FRAME", "frame", "the frame of its first message",
   [](const Row& r, Cell& c) { put_frame(c, r.call().first_frame); }};
inline constexpr TableColumn kLastFrameColumn = {
   "last_frame", "LAST", "last_frame", "the frame of its last message",
   [](const Row& r, Cell& c) { put_frame(c, r.call().last_frame); }};
inline constexpr TableColumn kCallIdColumn = {
   "call_id", "CALL-ID", "call_id", "its Call-ID",
   [](const Row& r, Cell& c) {
     put_wire(c, r.call().call_id, CellKind::Wire); }};
// clang-format on

}  // namespace siptriage::report
