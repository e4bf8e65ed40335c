import PlainHTTP
import Rescue
import Testing
import ValveModel

@testable import Settings

@Suite("The file of the parties")
struct PartiesFileTests {
    private static let good = """
        parties:
          - {id: gas, when: [leak], by: [mqtt, voice], number: "96777", text: {zh: 泄漏, en: leak}}
        """

    @Test("The shipped file is good, and says which ways are not set up")
    func shipped() throws {
        let settings = try DaemonSettings.load(
            path: projectRoot + "/Config/gaswatch.yaml", environment: [:])
        let parties = settings.rescue.parties.rules.parties
        #expect(
            parties.map(\.id) == [
                "gas-company", "key-holder", "relatives", "grid-worker", "district-duty",
                "fire-119",
            ])
        #expect(settings.rescue.parties.rules.limits == PartyLimits())
        #expect(parties.allSatisfy { $0.media.count >= 2 })
        #expect(parties.last?.press == PartyPlan.Press(after: .seconds(30), goesByItself: false))
        #expect(settings.rescue.parties.notes.count == 6)
        #expect(settings.files.contains { $0.hasSuffix("parties.yaml") })
    }

    @Test("Without the file nobody else is told; a file that is named has to be there")
    func absent() throws {
        let folder = try TemporaryFolder()
        #expect(try folder.load(main: "").rescue.parties == PartySettings())
        let faults = try folder.faults(main: "rescue: {parties: parties.yaml}")
        #expect(faults.first?.hasPrefix("parties.yaml: cannot be read") == true)
    }

    @Test("Gateway, token, webhook, numbers and press are read")
    func whole() throws {
        let folder = try TemporaryFolder()
        try folder.write("token", "secret\n")
        try folder.write(
            "parties.yaml",
            """
            gateway: {sms: "http://127.0.0.1:9/s", token_file: token}
            limits: {gas_high: 50, unproven_for: 15}
            parties:
              - id: a
                when: [heat]
                by: [sms, webhook]
                column: key_holder_phone
                webhook: http://127.0.0.1:9/h
                every: 30
                times: 2
                press: 20
                agreed: true
                text: {zh: "{address}", en: "{gas}"}
                over: {zh: 完, en: over}
            """)
        let settings = try folder.load(main: "").rescue.parties
        #expect(settings.smsGateway?.description == "http://127.0.0.1:9/s")
        #expect(settings.gatewayToken?.revealed == "secret")
        #expect(settings.webhooks.mapValues(\.description) == ["a": "http://127.0.0.1:9/h"])
        #expect(settings.rules.limits.gasHigh == 50)
        #expect(settings.rules.limits.unprovenFor == .seconds(15))
        #expect(
            settings.rules.parties == [
                PartyPlan(
                    id: "a", name: "a", conditions: [.heat], media: [.sms, .webhook],
                    number: .column("key_holder_phone"),
                    press: PartyPlan.Press(after: .seconds(20), goesByItself: true),
                    every: .seconds(30), countMax: 2,
                    text: NoticeTemplate(chinese: "{address}", english: "{gas}"),
                    over: NoticeTemplate(chinese: "完", english: "over"))
            ])
        #expect(settings.notes == [])
    }

    @Test(
        "Every fault is reported with its line",
        arguments: [
            ("[]", "parties.yaml:1: is a list"),
            (
                "limits: {gas_high: 10}",
                "parties.yaml:1: limits.gas_unproven: is above gas_high"
            ),
            (
                good.replacing("[leak]", with: "[leek]"),
                "parties.yaml:2: parties[0].when: \"leek\" is none of leak,"
            ),
            (
                good.replacing("[mqtt, voice]", with: "[mqtt]"),
                "parties.yaml:2: parties[0].by: names fewer than two ways"
            ),
            (
                good.replacing(", number: \"96777\"", with: ""),
                "parties.yaml:2: parties[0].by: names sms or voice, write number"
            ),
            (
                good.replacing("\"96777\"", with: "ring us"),
                "parties.yaml:2: parties[0].number: \"ring us\" is no number to dial"
            ),
            (
                good.replacing("en: leak", with: "en: \"{adress}\""),
                "parties.yaml:2: parties[0].text.en: {adress} is nothing an incident knows"
            ),
            (
                good.replacing("id: gas", with: "id: central"),
                "parties.yaml:2: parties[0].id: central is a centre"
            ),
            (
                good.replacing("id: gas", with: "id: gas, agreed: true"),
                "parties.yaml:2: parties[0].agreed: means something beside press only"
            ),
            (
                good.replacing("id: gas", with: "id: gas, pres: 3"),
                "parties.yaml:2: parties[0].pres: is not a known key, did you mean press?"
            ),
        ])
    func faults(text: String, report: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("parties.yaml", text)
        let faults = try folder.faults(main: "")
        #expect(faults.contains { $0.hasPrefix(report) }, "\(faults)")
    }
}
