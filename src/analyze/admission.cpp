#include "analyze/admission.h"

namespace siptriage::detail {

bool Admission::may_refuse(std::uint64_t messages, std::uint64_t kept_octets,
                           std::uint64_t conversations) {
  begun_.clear();
  conversations_ = conversations;
  const bool all_begin =
      conversations + messages <= limits_[LimitId::Conversations];
  const bool all_kept =
      kept_octets == 0 || (!is_exhausted_ && kept_octets_ + kept_octets <=
                                                 limits_[LimitId::KeptOctets]);
  return !all_begin || !all_kept;
}

bool Admission::may_keep(std::uint64_t octets) {
  is_exhausted_ =
      is_exhausted_ || octets > limits_[LimitId::KeptOctets] - kept_octets_;
  if (is_exhausted_) reached_.add(LimitId::KeptOctets);
  return !is_exhausted_;
}

bool Admission::may_begin(std::uint64_t key) {
  if (begun_.contains(key)) return true;
  if (conversations_ >= limits_[LimitId::Conversations]) {
    reached_.add(LimitId::Conversations);
    return false;
  }
  ++conversations_;
  begun_.insert(key);
  return true;
}

}  // namespace siptriage::detail
