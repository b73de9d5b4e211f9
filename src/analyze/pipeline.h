#pragma once
// Pipeline: from a timeline of frames to a Triage, on all threads.
//
//   walk --> batch --> shares --> tables --> Conversations --> parts --> Triage
//            of frames  decode,    enter                        judge
//                       index         ^
//                          \--> NetStage, MessageIntake
//                          (TCP, fragments: one thread, in order)
//
// First all messages are entered in their conversations, batch by batch; the
// next batch is walked meanwhile. Then conversations are judged, some thousand
// frames' worth at a time, in the order in which they began.
//
// Nothing depends on the number of threads: batches, shares and parts are cut
// by count alone, and come together in their order.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "siptriage/analyze.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"
#include "siptriage/capture/timeline.h"

#include "analyze/admission.h"
#include "analyze/conversation_source.h"
#include "analyze/frame_worker.h"
#include "analyze/interruption.h"
#include "analyze/message_intake.h"
#include "analyze/progress.h"

namespace siptriage::detail {

class Pipeline {
 public:
  // `store` owns the octets of the timeline. `filter` may be null; it,
  // `options` and `workers` must outlive the pipeline.
  Pipeline(Timeline timeline, OctetStore store, const CaptureFilter* filter,
           const AnalyzeOptions& options, Workers& workers);
  ~Pipeline();

  // Once. Errors: Interrupted.
  [[nodiscard]] Result<Triage> run();

 private:
  struct Batch;

  void enter_all();
  void walk(Batch& batch);
  void take(Batch& batch, Batch& next);
  void unpack();
  void populate();
  void take_left_over(Batch& batch);
  void take_payloads(std::uint64_t frame);
  void enter(Batch& batch);
  void admit(Batch& batch);
  [[nodiscard]] bool may_refuse(const Batch& batch);
  void enter_table(const Batch& batch, std::size_t table, unsigned worker);
  [[nodiscard]] Coverage gather_coverage();

  Workers& workers_;
  const CallSelection& calls_;
  Timeline timeline_;
  ProgressTeller progress_;
  Interruption interruption_;
  std::shared_ptr<CapturedConversations> source_;
  OctetStore store_;                // of the timeline and the NetStage
  Coverage coverage_;               // of what goes through the NetStage
  std::vector<Arrival> left_over_;  // messages of the NetStage, of this batch
  NetStage net_;
  MessageIntake intake_;
  Admission admission_;
  std::vector<Payload> payloads_;
  std::vector<FrameWorker> frame_workers_;
  std::vector<std::vector<const Arrival*>> queues_;  // of enter_table
  std::uint64_t frames_ = 0;                         // walked so far
};

}  // namespace siptriage::detail
