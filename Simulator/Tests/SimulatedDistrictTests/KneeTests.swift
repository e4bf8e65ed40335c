import SimulatedDistrict
import Testing

@Suite("How much an installation bears")
struct KneeTests {
    private static func step(
        _ rate: Double, heard: Int? = nil, conflated: Int = 0, lag: Double = 1,
        receipt: Double = 5, missing: Int = 0, generator: Double = 0.3, broker: Double = 0.3,
        daemon: Double = 0.3
    ) -> LoadStep {
        LoadStep(
            rate: rate, seconds: 10, planned: Int(rate * 10), sent: Int(rate * 10),
            heard: heard ?? Int(rate * 10), conflated: conflated, lagP99: lag,
            receiptP99: receipt, receiptsMissing: missing, generatorCPU: generator,
            brokerCPU: broker, daemonCPU: daemon)
    }

    @Test(
        "The part without reserve is named, and the last rate that went well",
        arguments: [
            (step(2_000, lag: 300, generator: 0.97), LoadPart.generator),
            (step(2_000, receipt: 2_500, broker: 0.99), .broker),
            (step(2_000, heard: 9_000, daemon: 1.4), .daemon),
            (step(2_000, missing: 1), .machine),
        ])
    func gaveOut(last: LoadStep, part: LoadPart) {
        var knee = Knee()
        let wasBorne = [knee.note(Self.step(1_000)), knee.note(last)]
        #expect(wasBorne == [true, false])
        #expect(knee.failure?.part == part)
        #expect(knee.borne == 1_000)
        #expect(knee.page.contains("the \(part.rawValue);"))
    }

    @Test("Readings merged into newer ones are not lost")
    func merged() {
        var knee = Knee()
        let wasBorne = knee.note(Self.step(1_000, heard: 6_000, conflated: 4_000))
        #expect(wasBorne)
        #expect(knee.borne == 1_000)
        #expect(knee.page.contains("nothing gave out"))
    }

    @Test("When the first step is too much, nothing was borne")
    func nothing() {
        var knee = Knee()
        let wasBorne = knee.note(Self.step(1_000, receipt: 9_000))
        #expect(!wasBorne)
        #expect(knee.borne == nil)
        #expect(knee.page.contains("borne: nothing"))
    }
}
