import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Messages to the parties")
struct PartyDeliveryTests {
    /// A leak that a team has accepted, so that the ladder stays out of the picture.
    private func leak(_ rules: PartyRules = PartyStage.rules) throws -> (PartyStage, String) {
        var stage = PartyStage(rules)
        stage.find()
        stage.settle()
        stage.team("E-1", .accept)
        stage.settle()
        return (stage, try #require(stage.incident()?.id))
    }

    @Test("A message is repeated until somebody answers, and no longer")
    func answered() throws {
        var (stage, id) = try leak()
        stage.report(.sent)
        #expect(stage.notice("gas")?.state == .sent)
        #expect(stage.pass(30) == ["again family sms", "again family voice"])
        #expect(stage.pass(30) == ["again gas mqtt", "again gas voice"])
        stage.parties.answer(id, "gas", by: "李", "两人出发", at: stage.now)
        stage.settle()
        #expect(stage.notice("gas")?.state == .answered)
        #expect(stage.notice("gas")?.answeredBy == "李")
        #expect(stage.pass(600, to: "gas") == [])
    }

    @Test("After the last message nothing is sent, and the silence is known")
    func unanswered() throws {
        var (stage, _) = try leak()
        stage.report(.sent)
        stage.pass(600)
        #expect(stage.sent.filter { $0.hasSuffix("gas voice") }.count == 3)
        #expect(stage.sent.filter { $0.hasSuffix("family sms") }.count == 2)
        #expect(stage.notice("gas")?.isUnanswered == true)
        #expect(stage.log.contains("gas has not answered; nothing more is sent"))
    }

    @Test("A failure is tried again under the same reference, with pauses that grow")
    func backOff() throws {
        var (stage, _) = try leak()
        stage.report(.failed("connection refused"))
        let first = stage.messages.filter { $0.party.id == "gas" && $0.medium == .voice }
        #expect(stage.notice("gas")?.ways[1].fault == "connection refused")
        // 5, 10, 20 and 40 s, then every minute.
        stage.pass(75, .failed("connection refused"))
        let tries = stage.messages.filter { $0.party.id == "gas" && $0.medium == .voice }
        #expect(tries.count == 5)
        #expect(Set(tries.map(\.reference)) == Set(first.map(\.reference)))
        // Another way works meanwhile: the party counts as told.
        stage.pass(60, .sent)
        #expect(stage.notice("gas")?.state == .sent)
        #expect(stage.notice("gas")?.ways[1].fault == nil)
    }

    @Test("What can never leave is not tried again")
    func impossible() throws {
        var (stage, _) = try leak()
        stage.report(.impossible("no number in the registry"))
        #expect(stage.notice("family")?.state == .failed)
        #expect(stage.pass(170) == [])
        #expect(stage.notice("family")?.isUnanswered == true)
        #expect(stage.notice("family")?.isUnreached == false)
    }

    @Test("Silence about a message is a failure after 30 s")
    func noWord() throws {
        var (stage, _) = try leak()
        stage.pass(30, nil)
        #expect(stage.notice("gas")?.ways[0].fault == "no word of it")
        #expect(
            stage.pass(5, nil) == [
                "new gas mqtt", "new gas voice", "new family sms", "new family voice",
            ])
    }

    @Test("A report of an older message changes nothing; delivered is not lost by a later sent")
    func reports() throws {
        var (stage, id) = try leak()
        func report(_ number: Int?, _ outcome: NoticeReport.Outcome) -> NoticeReport {
            NoticeReport(
                incident: id, party: "gas", medium: .voice, number: number, outcome: outcome)
        }
        stage.parties.note(report(1, .delivered), at: stage.now)
        stage.parties.note(report(1, .sent), at: stage.now)
        #expect(stage.notice("gas")?.ways[1].state == .delivered)
        stage.pass(60, .sent)
        #expect(stage.notice("gas")?.ways[1].message == 2)
        stage.parties.note(report(1, .failed("late")), at: stage.now)
        #expect(stage.notice("gas")?.ways[1].fault == nil)
        stage.parties.note(report(nil, .answered(by: "gateway")), at: stage.now)
        #expect(stage.notice("gas")?.answeredBy == "gateway")
    }

    @Test("Who has answered hears of another door, and an event that grows tells nobody anew")
    func moved() throws {
        var (stage, id) = try leak()
        stage.parties.note(
            NoticeReport(
                incident: id, party: "gas", medium: .voice, number: nil,
                outcome: .answered(by: "gateway")), at: stage.now)
        stage.settle()
        #expect(stage.notice("gas")?.state == .answered)
        var incident = try #require(stage.stage.desk.book.incident(id))
        incident.place.address = "江西路 2 号"
        stage.parties.note(incident, at: stage.now)
        let actions = stage.parties.settle(at: stage.now)
        let told = actions.compactMap { if case .send(let it) = $0 { it } else { nil } }
        #expect(told.contains { $0.party.id == "gas" && $0.word == .again })
        #expect(told.allSatisfy { $0.incident.place.address == "江西路 2 号" })
        #expect(stage.notice("gas")?.answeredAt == nil)
    }

    @Test("What has become graver is told anew, and asks for a new answer")
    func graver() throws {
        var (stage, id) = try leak()
        stage.parties.answer(id, "gas", by: "李", nil, at: stage.now)
        stage.report(.sent)
        stage.find(.raised, .heat)
        #expect(stage.settle(to: "gas") == ["again gas mqtt", "again gas voice"])
        #expect(stage.notice("gas")?.answeredAt == nil)
        #expect(stage.notice("gas")?.conditions == [.leak, .heat])
        // The same alarm again is no news.
        stage.find(.repeated, .heat)
        #expect(stage.settle() == [])
    }

    @Test("Made safe: who was told hears that it is over, once; who was not is left alone")
    func over() throws {
        var (stage, id) = try leak()
        stage.report(.sent)
        stage.find(.crossed, gas: 45)
        stage.settle()
        #expect(stage.notice("fire")?.state == .held)
        stage.team("E-1", .safe)
        #expect(stage.settle() == ["over gas mqtt", "over gas voice"])
        #expect(stage.notice("fire")?.state == .withdrawn)
        #expect(stage.messages.last?.reference == "\(id).gas.voice.over")
        stage.report(.sent)
        #expect(stage.pass(900) == [])
    }

    @Test("A closing incident is remembered until its last message is out")
    func closing() throws {
        var (stage, id) = try leak()
        stage.report(.sent)
        var wish = DeskWish(by: "王")
        wish.reason = "false_alarm"
        wish.verifiedBy = "李"
        try stage.stage.desk.close(id, wish, at: stage.now)
        #expect(stage.settle() == ["over gas mqtt", "over gas voice"])
        stage.settle()
        #expect(stage.parties.notices(of: id).count == 2)
        stage.report(.sent)
        stage.settle()
        #expect(stage.parties.notices(of: id).isEmpty)
    }

    @Test("Who was told stays in the row that closes an incident which was safe before")
    func safeThenClosed() throws {
        var (stage, id) = try leak()
        stage.team("E-1", .accept)
        stage.team("E-1", .safe)
        stage.settle()
        stage.report(.sent)
        stage.settle()
        let told = stage.parties.notices(of: id)
        #expect(told.count == 2 && told.allSatisfy { $0.overAt != nil })
        try stage.stage.desk.close(id, DeskWish(by: "李"), at: stage.now)
        stage.settle()
        #expect(stage.parties.notices(of: id) == told)
        stage.settle()
        #expect(stage.parties.notices(of: id).isEmpty)
    }

    @Test("Of a party that waits for a press a further reason says so, and that nothing was sent")
    func heldFurther() throws {
        var stage = PartyStage()
        stage.find(building: "1")
        stage.find(valve: "V2", building: "1")
        stage.find(valve: "V3", building: "1")
        stage.settle()
        #expect(stage.notice("fire")?.state == .held)
        stage.find(.evidence, gas: 45, building: "1")
        stage.settle()
        #expect(stage.notice("fire")?.conditions.contains(.gasHigh) == true)
        #expect(stage.log.contains("fire waits for a duty officer: gas_high"))
        #expect(!stage.log.contains { $0.contains("fire is told anew") })
        #expect(!stage.sent.contains { $0.contains("fire") })
    }

    @Test("After a restart what was queued is sent under its reference, what was answered is not")
    func restart() throws {
        var (stage, id) = try leak()
        stage.parties.answer(id, "family", by: "亲属", nil, at: stage.now)
        stage.settle()
        let notices = stage.parties.notices(of: id)
        let before = Set(stage.messages.map(\.reference))
        let incident = try #require(stage.incident())
        stage.parties = PartyDesk(rules: PartyStage.rules)
        stage.messages = []
        stage.parties.restore(incident, notices, at: stage.now)
        #expect(stage.settle() == ["new gas mqtt", "new gas voice"])
        #expect(stage.messages.allSatisfy { before.contains($0.reference) })
    }

    @Test("A drill tells everybody on the drill topics and by nothing else")
    func drill() throws {
        var stage = PartyStage()
        var place = ValvePlace(valve: "V9", area: "370202010")
        place.building = "1"
        var incident = Incident(
            id: "20261123-X0001", kind: .leak, priority: .p1, mode: .exercise, place: place,
            at: stage.now)
        incident.state = .assigned
        stage.parties.note(incident, at: stage.now)
        stage.settle()
        #expect(stage.sent == ["new gas mqtt", "new family mqtt"])
    }

    @Test("A text fills in what is known and says what is not")
    func words() throws {
        var stage = PartyStage()
        stage.find(gas: 23.6)
        stage.settle()
        let incident = try #require(stage.incident())
        let template = NoticeTemplate(
            chinese: "{address}{kind}，浓度{gas}，{floor}层，{raised}",
            english: "{kind} at {address}, {gas} %LEL, floor {floor}: {conditions}")
        let words = { (isChinese: Bool) in
            NoticeWords.text(
                template, isChinese: isChinese, incident, [.leak, .gasUnproven], raised: "16:21")
        }
        #expect(words(true) == "闽江路12号燃气泄漏，浓度24，未知层，16:21")
        #expect(words(false) == "leak at 闽江路12号, 24 %LEL, floor unknown: leak, gas unproven")
        #expect(NoticeWords.unknownPlaces(in: "{gas} {gaz} {") == ["gaz"])
    }
}
