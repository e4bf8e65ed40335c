public import ValveModel

/// A way by which somebody is told.
public enum NoticeMedium: String, Codable, Sendable, CaseIterable {
    /// A message on the party's topic of the rescue broker.
    case mqtt
    /// A POST to an address of the party's own.
    case webhook
    /// A short message through the gateway.
    case sms
    /// A call that reads the text aloud, through the gateway.
    case voice
}

/// Why somebody beside the centres is told.
public enum PartyCondition: String, Codable, Sendable, CaseIterable {
    case leak
    case shutoffFailed = "shutoff_failed"
    case overpressure
    case heat
    case areaEvent = "area_event"
    /// A P1 whose whole estimate is beyond the circle of 300 s.
    case outOfCircle = "out_of_circle"
    /// Gas at or above `PartyLimits.gasHigh`.
    case gasHigh = "gas_high"
    /// Gas at or above `PartyLimits.gasUnproven` for a time without proof that the valve is closed.
    case gasUnproven = "gas_unproven"
    /// So many homes of one building leak.
    case severalHomes = "several_homes"
    /// No team can be there by `rescueBy`.
    case nobodyInTime = "nobody_in_time"
    /// A person at a desk wants it, whatever the rules say. Not for the file.
    case operatorWish = "operator"
}

extension PartyCondition {
    /// The word for people, in messages and on the console.
    public var chinese: String {
        switch self {
        case .leak: "燃气泄漏"
        case .shutoffFailed: "阀门未能关闭"
        case .overpressure: "超压"
        case .heat: "高温"
        case .areaEvent: "区域事件"
        case .outOfCircle: "超出五分钟救援圈"
        case .gasHigh: "浓度过高"
        case .gasUnproven: "浓度高且未确认关阀"
        case .severalHomes: "同楼多户泄漏"
        case .nobodyInTime: "无队伍能按时到达"
        case .operatorWish: "值班员通知"
        }
    }
}

/// The numbers behind the conditions; every default is from the field's rules for calling 119.
public struct PartyLimits: Equatable, Sendable {
    /// %LEL.
    public var gasHigh: Float = 40
    /// %LEL.
    public var gasUnproven: Float = 20
    /// How long gas may stand there while the valve is not proven closed.
    public var unprovenFor = Lapse.seconds(30)
    /// Leaking homes in one building.
    public var homes = 2

    /// The defaults.
    public init() {}
}

/// The same text for a Chinese and an English reader, with `{…}` for what an incident fills in.
public struct NoticeTemplate: Equatable, Sendable {
    /// For a Chinese reader.
    public var chinese: String
    /// For an English reader.
    public var english: String

    /// A text in both languages.
    public init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }
}

/// Somebody beside the centres who is told of an incident.
public struct PartyPlan: Equatable, Sendable {
    /// A person decides before this party is told; without one the time decides, where agreed.
    public struct Press: Equatable, Sendable {
        /// How long a duty officer has.
        public var after: Lapse
        /// Whether it goes by itself then. Only where that was agreed with the party.
        public var goesByItself: Bool

        /// A press.
        public init(after: Lapse, goesByItself: Bool) {
            self.after = after
            self.goesByItself = goesByItself
        }
    }

    /// Where a telephone number comes from.
    public enum Number: Equatable, Sendable {
        /// The same for every incident, such as an emergency line.
        case fixed(String)
        /// A column of the registry, such as `contact_phone`.
        case column(String)
    }

    /// One level of its topics.
    public var id: String
    /// For people.
    public var name: String
    /// Any of these makes it be told.
    public var conditions: [PartyCondition]
    /// All of them at once.
    public var media: [NoticeMedium]
    /// For short messages and calls.
    public var number: Number?
    /// A person presses first.
    public var press: Press?
    /// Time between two messages of one way until somebody answers.
    public var every: Lapse
    /// Messages of one way at most.
    public var countMax: Int
    /// What it is told.
    public var text: NoticeTemplate
    /// What it is told at the end; `nil` sends nothing.
    public var over: NoticeTemplate?

    /// A party.
    public init(
        id: String, name: String, conditions: [PartyCondition], media: [NoticeMedium],
        number: Number? = nil, press: Press? = nil, every: Lapse = .seconds(60),
        countMax: Int = 10, text: NoticeTemplate, over: NoticeTemplate? = nil
    ) {
        self.id = id
        self.name = name
        self.conditions = conditions
        self.media = media
        self.number = number
        self.press = press
        self.every = every
        self.countMax = countMax
        self.text = text
        self.over = over
    }
}

/// Everybody beside the centres, and when each is told: `parties.yaml`.
public struct PartyRules: Equatable, Sendable {
    /// The numbers behind the conditions.
    public var limits = PartyLimits()
    /// In the order of the file.
    public var parties: [PartyPlan] = []

    /// Nobody.
    public init() {}

    /// The party with this id.
    public func party(_ id: String) -> PartyPlan? { parties.first { $0.id == id } }
}
