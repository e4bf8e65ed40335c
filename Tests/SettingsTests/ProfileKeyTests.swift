import Testing
import ValveModel

@testable import Settings

@Suite("The keys of a profile")
struct ProfileKeyTests {
    static let keys =
        ProfilesFile.quantities.map(\.key) + ProfilesFile.periods.map(\.key)
        + ProfilesFile.counts.map(\.key)

    /// The faults of a profile with one key, or nothing and what was read.
    private func read(_ key: String, _ value: String) throws -> (Profile?, [String]) {
        let folder = try TemporaryFolder()
        try folder.write("profiles.yaml", "profiles:\n  - name: a\n    \(key): \(value)\n")
        do throws(SettingsFaults) {
            return (try Profile.load(path: folder.path + "/profiles.yaml").first, [])
        } catch {
            return (nil, error.descriptions.map { $0.replacing(folder.path + "/", with: "") })
        }
    }

    @Test("Each is read into its own limit, and refused out of its range with file and line")
    func each() throws {
        #expect(Set(Self.keys).count == Self.keys.count && Self.keys.contains("self_clear"))
        for quantity in ProfilesFile.quantities {
            let standard = ProfileLimits()[keyPath: quantity.field]
            // A little beside the default, so that no order of limits is broken.
            let (profile, faults) = try read(quantity.key, "\(Double(standard) + 0.0625)")
            #expect(profile?.limits[keyPath: quantity.field] == standard + 0.0625, "\(faults)")
        }
        for period in ProfilesFile.periods {
            let standard = ProfileLimits()[keyPath: period.field]
            let (profile, faults) = try read(period.key, "\(standard.seconds - 0.5)")
            #expect(
                profile?.limits[keyPath: period.field]
                    == Lapse(milliseconds: standard.milliseconds - 500),
                "\(period.key): \(faults)")
        }
        for count in ProfilesFile.counts {
            let standard = ProfileLimits()[keyPath: count.field]
            let (profile, faults) = try read(count.key, "\(standard + 1)")
            #expect(profile?.limits[keyPath: count.field] == standard + 1, "\(faults)")
        }
        for key in Self.keys {
            let (profile, faults) = try read(key, "-1000")
            #expect(profile == nil)
            let place = "profiles.yaml:3: profiles[0].\(key): \"-1000\" is out of range"
            #expect(faults.contains { $0.hasPrefix(place) }, "\(faults)")
        }
    }
}
