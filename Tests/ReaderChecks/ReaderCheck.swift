/// One reader of the product against what is known of its texts without it. `judge` says in words
/// what the two disagree about; `nil` is agreement. A crash needs no words.
package struct ReaderCheck: Sendable {
    /// The name of the corpus folder and of `make fuzz TARGET=`.
    package let name: String
    package let judge: @Sendable ([UInt8]) -> String?

    package static let all: [ReaderCheck] = [
        ReaderCheck(name: "reading") { ReadingCheck.judge($0) },
        ReaderCheck(name: "link") { LinkCheck.judge($0) },
        ReaderCheck(name: "topic") { TopicCheck.judge($0) },
        ReaderCheck(name: "result") { ResultCheck.judge($0) },
        ReaderCheck(name: "rescue") { RescueCheck.judge($0) },
        ReaderCheck(name: "registry") { RegistryCheck.judge($0) },
        ReaderCheck(name: "settings") { SettingsCheck.judge($0) },
    ]
}
