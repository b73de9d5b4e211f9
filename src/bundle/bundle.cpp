#include "siptriage/bundle/bundle.h"

#include <optional>

#include "bundle/sha256.h"
#include "bundle/zip_archive.h"
#include "output/json_writer.h"
#include "output/utf8.h"

namespace siptriage {
namespace {

constexpr std::uint64_t kSchemaVersion = 1;

tl::unexpected<Error> no_memory() {
  return fail(ErrorCode::NoMemory, "out of memory: no room for the bundle");
}

}  // namespace

void Bundle::prepare() { bundle::prepare_hashing(); }

Result<std::string> Bundle::manifest() const {
  output::JsonWriter json;
  json.begin_object();
  json.number("schema_version", kSchemaVersion);
  json.text("made_by", application_);
  json.begin_object("run");
  for (const auto& [name, value] : notes_) {
    json.text(name, output::to_utf8(value));
  }
  json.end_object();
  json.begin_array("files");
  for (const BundleFile& file : files_) {
    const std::optional<std::string> hash = bundle::sha256_of(file.octets);
    if (!hash) return no_memory();
    json.begin_object();
    json.text("name", file.name);
    json.text("about", file.about);
    json.number("octets", file.octets.size());
    json.text("sha256", *hash);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return std::string(json.text()) + "\n";
}

Result<std::string> Bundle::to_zip() const {
  Result<std::string> told = manifest();
  if (!told) return told;
  bundle::ZipArchive archive;
  archive.add(std::string(kManifestName), *told);
  for (const BundleFile& file : files_) archive.add(file.name, file.octets);
  std::optional<std::string> octets = std::move(archive).finish();
  if (!octets) return no_memory();
  return *std::move(octets);
}

}  // namespace siptriage
