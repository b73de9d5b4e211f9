# SIP traces as tests of CTest.
#
#   include(docs/ci/CTest.cmake)
#   siptriage_check_folder(NAME FOLDER)           # pairs NAME.pcap, NAME.toml
#   siptriage_check_capture(NAME CAPTURE EXPECT)  # one capture, one file

if(NOT SIPTRIAGE_EXECUTABLE)
  find_program(SIPTRIAGE_EXECUTABLE siptriage REQUIRED)
endif()

function(siptriage_check_folder name folder)
  add_test(NAME siptriage.${name}
    COMMAND ${SIPTRIAGE_EXECUTABLE} check ${folder})
endfunction()

function(siptriage_check_capture name capture expect)
  add_test(NAME siptriage.${name}
    COMMAND ${SIPTRIAGE_EXECUTABLE} check ${capture} --expect ${expect})
endfunction()
