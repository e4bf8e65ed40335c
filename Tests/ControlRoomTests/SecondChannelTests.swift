import Testing
import ValveModel

@testable import ControlRoom

@Suite("A call-out without a broker")
struct SecondChannelTests {
    @Test("P1 goes by the second channel at the repeat of the fifth second, and health says so")
    func secondChannel() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.rescueSide.connect(false)
        test.say("V1", seq: 1)
        let body = try #require(test.webhook.posted.first { $0.contains("\"valve\":\"V1\"") })
        #expect(body.contains("\"priority\":\"P1\""))
        #expect(test.news.first { $0.hasPrefix("callout_second_channel:") } != nil)
        #expect(test.faultCodes.contains("callout_second_channel"))
        let attempts = test.sent.all.filter {
            $0.channel == "callout" && $0.body.contains("\"valve\":\"V1\"")
        }
        #expect(attempts.count == 2, "The first repeat, 5 s after the call-out, goes both ways.")
        #expect(attempts.allSatisfy { !$0.isSent })

        // The next call-out finds a broker again, and that ends the fault.
        test.rescueSide.connect(true)
        test.say("V2", seq: 1)
        #expect(test.callout("V2")?.isSent == true)
        #expect(test.news.first { $0 == "callout_second_channel: over" } != nil)
    }

    @Test("A broker that takes the call-out and answers nothing for five seconds is none")
    func silentBroker() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.rescueSide.fallSilent(for: .seconds(4))
        test.say("V1", seq: 1)
        #expect(test.callout("V1")?.isSent == true)
        #expect(!test.faultCodes.contains("callout_second_channel"))
        test.rescueSide.fallSilent(for: .seconds(5))
        let body = try #require(test.webhook.posted.first { $0.contains("\"valve\":\"V1\"") })
        #expect(body.contains("\"priority\":\"P1\""))
        #expect(test.news.first { $0.hasPrefix("callout_second_channel:") } != nil)
    }

    @Test("A P1 whose topic is refused goes by the second channel, and health names the topic")
    func refusedTopic() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.say("V1", seq: 1)
        let topic = try #require(test.callout("V1")?.topic)
        test.rescueSide.refuse(topic, "Not authorized")
        let body = try #require(test.webhook.posted.first { $0.contains("\"valve\":\"V1\"") })
        #expect(body.contains("\"priority\":\"P1\""))
        let told = try #require(test.news.first { $0.hasPrefix("rescue_broker_refuses:") })
        #expect(told.contains(topic) && told.contains("Not authorized"))
    }

    @Test("What the second channel does not take either is a fault until it takes something again")
    func deadLetters() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.rescueSide.connect(false)
        test.webhook.refuse("HTTP status 500")
        test.say("V1", seq: 1)
        #expect(test.news.first { $0.hasPrefix("webhook_dead_letters: 1 call-out ") } != nil)
        test.webhook.refuse(nil)
        #expect(test.news.first { $0 == "webhook_dead_letters: over" } != nil)
    }
}
