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

std::string_view product_of(const Message& response, const Message& request) {
  const std::string_view product = product_of(response);
  const std::string_view agent = response.value_of(HeaderId::UserAgent);
  if (!product.empty() || agent == request.value_of(HeaderId::UserAgent)) {
    return product;
  }
  return agent;
}

}  // namespace siptriage::sip
