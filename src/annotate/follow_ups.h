#pragma once
// FollowUps: after each final response that calls for a change, what did the
// client do? The closed loop, told in Annotation::follow_up.

#include <cstddef>
#include <vector>

#include "siptriage/annotate/analysis.h"

#include "annotate/attempts.h"
#include "annotate/scene.h"
#include "annotate/sequel.h"

namespace siptriage::detail {

class FollowUps {
 public:
  // Fills follow_up of the annotations, and adds what was ignored to the
  // findings.
  void annotate(Analysis& analysis, const Scene& scene);

 private:
  // What was found once or more in one call, told once.
  struct Repeated {
    Finding finding;
    std::size_t times = 0;
  };

  void annotate_call(Analysis& analysis, const Scene& scene, const Call& call);
  void annotate_response(const Scene& scene, Annotation& annotation);
  void keep(std::vector<Finding>& findings);

  Attempts attempts_;
  bool indexed_ = false;        // attempts_ knows the call
  std::vector<Finding> found_;  // of one response
  std::vector<Repeated> repeated_;
};

}  // namespace siptriage::detail
