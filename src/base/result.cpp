#include "siptriage/base/result.h"

#include <cassert>

namespace siptriage {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::NotFound:
      return "not-found";
    case ErrorCode::PermissionDenied:
      return "permission-denied";
    case ErrorCode::NotAFile:
      return "not-a-file";
    case ErrorCode::Empty:
      return "empty";
    case ErrorCode::NotACapture:
      return "not-a-capture";
    case ErrorCode::Unsupported:
      return "unsupported";
    case ErrorCode::Damaged:
      return "damaged";
    case ErrorCode::BadCompression:
      return "bad-compression";
    case ErrorCode::BadFilter:
      return "bad-filter";
    case ErrorCode::BadConfiguration:
      return "bad-configuration";
    case ErrorCode::LimitReached:
      return "limit-reached";
    case ErrorCode::Io:
      return "io";
    case ErrorCode::NoMemory:
      return "no-memory";
    case ErrorCode::Interrupted:
      return "interrupted";
  }
  assert(false && "an ErrorCode without a name");
  return "unknown";
}

}  // namespace siptriage
