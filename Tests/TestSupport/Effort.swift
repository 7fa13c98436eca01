internal import Foundation
public import XCTest

/// How many cases a suite runs: all of them in a release build, a fixed sample in a debug build, which says so.
public func sampleSize(_ all: Int, inDebug sample: Int, of what: String) -> Int {
  #if DEBUG
    print("debug build: a sample of \(sample) of \(all) \(what); scripts/test runs them all")
    return sample
  #else
    return all
  #endif
}

/// Seconds of processor time that `body` took on this thread: what else the machine does is not in it.
public func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
  let start = now()
  try body()
  return now() - start
}

/// Fails when eight times the input takes much more than eight times the time: quadratic work takes 64 times it.
///
/// - Parameters:
///   - size: how large the smaller input is; a debug build takes an eighth of it.
///   - input: makes an input of a size; not part of what is measured.
///   - run: what is measured.
public func assertLinear<Input>(
  _ what: @autoclosure () -> String, from size: Int = 4_096, file: StaticString = #filePath, line: UInt = #line,
  input: (Int) throws -> Input, run: (Input) throws -> Void
) rethrows {
  #if DEBUG
    let size = size / 8
  #endif
  let inputs = (small: try input(size), large: try input(8 * size))
  // Where both are near nothing, their ratio says nothing.
  var small = 0.000_1
  var large = Double.infinity
  // Once is enough where it is as it should be; what disturbed one run is not there in all of five.
  for _ in 0..<5 {
    small = max(small, try processorSeconds { try run(inputs.small) })
    large = min(large, try processorSeconds { try run(inputs.large) })
    if large <= 24 * small { return }
  }
  XCTFail("\(what()): \(large) s for 8 times what takes \(small) s", file: file, line: line)
}
