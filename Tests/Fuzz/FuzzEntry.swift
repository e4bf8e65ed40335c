import Glibc
import ReaderChecks

/// The check named by the environment: libFuzzer keeps the arguments to itself.
private let check: ReaderCheck = {
    // Safety: the environment's text lives on, and is copied at once.
    let name = unsafe getenv("FUZZ_TARGET").map { unsafe String(cString: $0) } ?? "reading"
    guard let check = ReaderCheck.all.first(where: { $0.name == name }) else {
        fatalError("FUZZ_TARGET is one of \(ReaderCheck.all.map(\.name)).")
    }
    return check
}()

/// What libFuzzer calls with every input. A disagreement ends the program as a crash does, so that
/// the input is kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // Safety: libFuzzer passes as many bytes as it counts, and they are copied at once.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let difference = check.judge(bytes) {
        fatalError("\(check.name): \(difference)")
    }
    return 0
}
