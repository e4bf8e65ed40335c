internal import ArgumentParser
internal import Torture

struct Cuts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Power cuts at every write and sync of the journal.")

    @Option(help: "Commits of the scripted run.") var commits = 60
    @Option(help: "Disks built at each place.") var images = 10
    @Option(help: "Runs, each with a seed of its own.") var runs = 5
    @Option(help: "The first seed.") var seed: UInt64 = 1

    func run() throws {
        var isClean = true
        for number in 0..<UInt64(runs) {
            var plan = CutPlan()
            plan.seed = seed + number
            plan.commitCount = commits
            plan.imagesEach = images
            plan.secondCutEvery = 100
            let report = try CutRig(plan).run()
            print(report.page)
            isClean = isClean && report.isClean
        }
        try judge(isClean)
    }
}
