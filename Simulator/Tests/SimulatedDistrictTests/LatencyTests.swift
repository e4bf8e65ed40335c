import SimulatedDistrict
import Testing

@Suite("Latencies")
struct LatencyTests {
    @Test("A percentile is at most a 128th above what was measured, and counts are exact")
    func percentiles() {
        var latencies = Latencies()
        #expect(latencies.percentile(0.99) == 0 && latencies.longest == 0)
        for value in (1...200).reversed() { latencies.add(seconds: Double(value) / 1000) }
        for (share, truth) in [(0.5, 100.0), (0.99, 198), (0.001, 1)] {
            let figure = latencies.percentile(share)
            #expect(figure >= truth && figure <= truth * (1 + 1.0 / 128))
        }
        #expect(latencies.percentile(1) == 200 && latencies.longest == 200)
        #expect(latencies.within(seconds: 0.05) == 50 && latencies.count == 200)
    }

    @Test(
        "Every length of time falls into a bucket that is no narrower than itself",
        arguments: [0, 1, 127, 128, 255, 256, 257, 65_535, 65_536, 1_000_000, 86_400_000_000])
    func precision(microseconds: Int) {
        var latencies = Latencies()
        latencies.add(seconds: Double(microseconds) / 1_000_000)
        latencies.add(seconds: 200_000)
        let figure = latencies.percentile(0.5) * 1000
        #expect(figure >= Double(microseconds) - 0.001)
        #expect(figure <= Double(microseconds) * (1 + 1.0 / 128) + 0.001)
    }

    @Test("The shares rise to the whole, in order of the values")
    func shares() {
        var latencies = Latencies()
        for value in [3.0, 1, 2, 2] { latencies.add(seconds: value / 10_000) }
        #expect(latencies.shares.map(\.share) == [0.25, 0.75, 1])
        #expect(latencies.shares.map(\.milliseconds) == [0.1, 0.2, 0.3])
    }

    @Test("A clock that stepped back counts as no time at all")
    func negative() {
        var latencies = Latencies()
        latencies.add(seconds: -1)
        #expect(latencies.percentile(1) == 0 && latencies.count == 1)
    }
}
