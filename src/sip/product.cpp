#include "siptriage/sip/product.h"

namespace siptriage::sip {

bool copies_request(const Message& response) {
  return response.is_response() && response.has(HeaderId::MaxForwards);
}

std::string_view product_of(const Message& message) {
  const std::string_view server = message.value_of(HeaderId::Server);
  if (!server.empty() || copies_request(message)) return server;
  return message.value_of(HeaderId::UserAgent);
}

}  // namespace siptriage::sip
