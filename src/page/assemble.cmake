# cmake -DSOURCE=data/report -DOUTPUT=page_assets.cpp -P assemble.cmake: puts
# the style and the script of the page into a C++ file, with their hashes.
#
# Scripts are modules, in the order in which they are needed. A page of one file
# cannot import anything: the lines that import are left out, and so is the word
# export, so that all are one module. A line of its own says what is imported.

set(styles base.css charts.css tables.css findings.css ladder.css print.css)
set(scripts dom.js ladder.js message.js viewer.js table.js main.js)

# RFC 4648 4, of a number in hexadecimal digits: three of them are two of 64.
function(base64_of_hex hex result)
  set(alphabet
    ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
  set(text "")
  # 256 bits are four short of a multiple of 12, and want one "=".
  set(padded "${hex}00")
  foreach(begin RANGE 0 63 3)
    string(SUBSTRING ${padded} ${begin} 3 digits)
    math(EXPR high "0x${digits} >> 6")
    math(EXPR low "0x${digits} & 63")
    string(SUBSTRING ${alphabet} ${high} 1 first)
    string(SUBSTRING ${alphabet} ${low} 1 second)
    string(APPEND text ${first}${second})
  endforeach()
  string(SUBSTRING ${text} 0 43 text)
  set(${result} "${text}=" PARENT_SCOPE)
endfunction()

# Appends to `code` the function NAME() and NAME_hash().
function(append_asset name)
  set(pieces "")
  set(whole "")
  foreach(file IN LISTS ARGN)
    file(READ ${SOURCE}/${file} text)
    string(REGEX REPLACE "(^|\n)import [^\n]*" "\\1" text "${text}")
    string(REGEX REPLACE "(^|\n)export " "\\1" text "${text}")
    if(text MATCHES "\\)~\"" OR text MATCHES "</(script|style)|<!--")
      message(FATAL_ERROR "${file} holds what would end it early")
    endif()
    string(APPEND whole "${text}")
    string(APPEND pieces "    R\"~(${text})~\",\n")
  endforeach()
  string(SHA256 hash "${whole}")
  base64_of_hex(${hash} hash)
  string(APPEND code "constexpr std::string_view k_${name}[] = {\n${pieces}};\n"
    "constexpr std::string_view k_${name}_hash = \"sha256-${hash}\";\n")
  set(code "${code}" PARENT_SCOPE)
endfunction()

string(CONCAT code "// Generated from data/report/ by assemble.cmake.\n"
  "#include \"page/assets.h\"\n\nnamespace siptriage::page {\nnamespace {\n")
append_asset(style ${styles})
append_asset(script ${scripts})
string(APPEND code "}  // namespace\n")
foreach(name IN ITEMS style script)
  string(APPEND code
    "std::span<const std::string_view> ${name}() { return k_${name}; }\n"
    "std::string_view ${name}_hash() { return k_${name}_hash; }\n")
endforeach()
string(APPEND code "}  // namespace siptriage::page\n")
file(WRITE ${OUTPUT} "${code}")
