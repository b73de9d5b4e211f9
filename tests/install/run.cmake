# Installs this build to a temporary prefix, then builds and runs the program
# in consumer/ against it: once by find_package, once by pkg-config.
#   cmake -DBUILD=... -DSOURCE=... -DWORK=... -DCOMPILER=... -DFLAGS=... -P run.cmake
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status
    OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN}\nended with ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect_finding)
  run(${ARGN} ${SOURCE}/samples/method-405-without-allow/${SAMPLE})
  if(NOT output MATCHES "405-without-allow")
    message(FATAL_ERROR "${ARGN} printed no finding:\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
file(GLOB SAMPLE RELATIVE ${SOURCE}/samples/method-405-without-allow
  ${SOURCE}/samples/method-405-without-allow/*.pcap*)

run(${CMAKE_COMMAND} -S ${SOURCE}/tests/install/consumer -B ${WORK}/consumer
  -G Ninja -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_COMPILER=${COMPILER}
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS=${FLAGS})
run(${CMAKE_COMMAND} --build ${WORK}/consumer)
expect_finding(${WORK}/consumer/consumer)

file(GLOB_RECURSE pc_file ${WORK}/prefix/siptriage.pc)
get_filename_component(pc_dir ${pc_file} DIRECTORY)
set(ENV{PKG_CONFIG_PATH} ${pc_dir})
run(pkg-config --cflags --libs siptriage)
separate_arguments(flags UNIX_COMMAND "${output}")
separate_arguments(extra UNIX_COMMAND "${FLAGS}")
run(${COMPILER} -std=c++20 ${extra} ${SOURCE}/tests/install/consumer/main.cpp
  -o ${WORK}/by-pkg-config ${flags})
expect_finding(${WORK}/by-pkg-config)

run(${WORK}/prefix/bin/siptriage --version)
run(readelf --dynamic ${WORK}/prefix/bin/siptriage)
if(output MATCHES "RPATH|RUNPATH")
  message(FATAL_ERROR "the installed program looks for libraries where the "
    "builder had them:\n${output}")
endif()
