internal import ValveModel

/// Reads `profiles.yaml`: how each model of valve is judged.
enum ProfilesFile {
    /// A valve's row in the watch has one byte for its profile, and the default one may come on top.
    static let countMax = 255

    /// The profiles of a file, the default one first; it stands in where the file has none.
    static func read(_ path: Sourced<String>, faults: FaultCollector) -> [Profile] {
        guard !path.value.isEmpty else { return [Profile()] }
        let profiles = described(path, faults: faults)
        let standard = profiles.first { $0.name == "default" } ?? Profile()
        return [standard] + profiles.filter { $0.name != "default" }
    }

    /// The profiles that a file describes, in its order.
    static func described(_ path: Sourced<String>, faults: FaultCollector) -> [Profile] {
        guard
            let root = SettingsDocument.open(path.value, environment: [:], faults: faults)
        else { return [] }
        var profiles: [Profile] = []
        for section in root.sections("profiles") ?? [] {
            let profile = profile(section)
            if profiles.contains(where: { $0.name == profile.name }) {
                section.add("name", "\(profile.name) is described twice, leave one")
            }
            profiles.append(profile)
        }
        if profiles.count > countMax {
            root.add(
                "profiles", "\(profiles.count) profiles are described, leave at most \(countMax)")
        }
        root.finish()
        return profiles
    }

    private static func profile(_ section: Section) -> Profile {
        var profile = Profile()
        profile.name = section.requiredText("name") ?? ""
        for quantity in quantities {
            guard let value = section.number(quantity.key, in: quantity.range) else { continue }
            profile.limits[keyPath: quantity.field] = Float(value)
        }
        for period in periods {
            profile.limits[keyPath: period.field] = section.seconds(
                period.key, profile.limits[keyPath: period.field], in: periodRange)
        }
        for count in counts {
            let standard = Int(profile.limits[keyPath: count.field])
            profile.limits[keyPath: count.field] = Int64(
                section.integer(count.key, standard, in: count.range))
        }
        let words = LinkClass.allCases.map(\.word)
        let link = section.word("link", profile.link.word, of: words)
        profile.link = LinkClass.allCases.first { $0.word == link.value } ?? .connected
        profile.commandLifeSeconds = section.integer(
            "command_life", profile.commandLifeSeconds, in: 1...86_400)
        profile.selfClosing = section.boolean("self_closing", profile.selfClosing)
        profile.handReopening = section.boolean("hand_reopening", profile.handReopening)
        profile.autoClose = section.boolean("auto_close", profile.autoClose)
        checkOrder(profile, section)
        return profile
    }

    private static func checkOrder(_ profile: Profile, _ section: Section) {
        for (lesser, greater) in ascending {
            guard let low = value(lesser, of: profile), let high = value(greater, of: profile)
            else { continue }
            if low > high {
                // The complaint stands where somebody wrote a number.
                let key = section.has(lesser) ? lesser : greater
                section.add(key, "\(lesser) is above \(greater), put them in order")
            }
        }
    }

    private static func value(_ key: String, of profile: Profile) -> Double? {
        if let quantity = quantities.first(where: { $0.key == key }) {
            return Double(profile.limits[keyPath: quantity.field])
        }
        return periods.first { $0.key == key }.map { profile.limits[keyPath: $0.field].seconds }
    }
}
