using System.Globalization;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.ReportSamples;

/// <summary>
/// A job with 10,000 items: 37 of 1,000 reviews failed and 5 were skipped, 8,960 conversions are done, and some sheets have a few items.
/// Keys and outputs try to break the page.
/// </summary>
internal sealed class ItemsSample : Sample
{
    private const int Convert = 2;
    private const int Review = 3;
    private const int Check = 4;
    private const int Publish = 5;
    private const int Written = 6;

    private static readonly string[] Hostile =
    [
        "</script><script>document.title='pwned'</script>",
        "\"; touch pwned #",
        "\u202Egnp.exe \u05e9\u05dc\u05d5\u05dd",
        "\U0001F469\u200D\U0001F469\u200D\U0001F467 src/family.cs",
        "a|b&folded=3",
        "\u001b[1;31mred\u001b[0m",
        new string('k', 180),
    ];

    public override async Task CreateAsync()
    {
        DateTimeOffset start = Clock.Now;
        Job job = NewJob("review-of-all", "review-of-all", Written);
        job.ConfigSnapshot = ScoreJson.Of(ItemsScore);
        AddItems(job, Convert, Enumerable.Range(1, 8_960).Select(index => Text($"images/{index:0000}.png")));
        AddItems(job, Review, Enumerable.Range(1, 1_000).Select(KeyOf));
        AddItems(job, Check, ["api", "docs", "web"]);
        AddItems(job, Publish, Enumerable.Range(1, 12).Select(index => Text($"linux-{index}")));
        DateTimeOffset end = Attempt(job.Sheets[0], start, 8, null, "git ls-files", "Done.");
        job.Sheets[0].Status = SheetStatus.Completed;
        DateTimeOffset[] lanes = [.. Enumerable.Repeat(end, 20)];
        foreach (Sheet sheet in job.Sheets.Skip(Written).Where(sheet => sheet.Number <= Written + 8_960 + 1_000 + 3))
        {
            int lane = sheet.Number % lanes.Length;
            lanes[lane] = sheet.Number > Written + 8_960 + 1_000 ? Run(sheet, lanes[lane], 20)
                : sheet.Number > Written + 8_960 ? RunReview(sheet, lanes[lane])
                : Run(sheet, lanes[lane], 2);
        }

        job.Sheets[Convert - 1].Status = SheetStatus.Completed;
        job.Sheets[Check - 1].Status = SheetStatus.Completed;
        job.Sheets[Review - 1].Status = SheetStatus.Failed;
        job.Sheets[Review - 1].ErrorMessage = "37 of 1000 items failed: review[src/Module27/File0027.cs], review[src/Module54/File0054.cs] and 35 more.";
        job.Status = JobStatus.Failed;
        job.ErrorMessage = "Sheet 3 'review' failed: 37 of 1000 items failed.";
        job.CompletedAt = lanes.Max();
        await SaveAsync(job, lanes.Max());
    }

    private DateTimeOffset RunReview(Sheet sheet, DateTimeOffset start)
    {
        int index = sheet.Number - Written - 8_960;
        if (index % 199 == 0)
        {
            sheet.Status = SheetStatus.Skipped;
            sheet.ErrorMessage = "The item is not in the source any more.";
            return start;
        }

        if (index % 11 == 0)
            start = Attempt(sheet, start, 4, "E101", "Review it.", "429 Too Many Requests").AddSeconds(index == 616 ? 2_700 : 90 + Chance.Next(60));
        if (index % 27 != 0)
            return Run(sheet, start, 30, index == 423 ? 9.87m : 0.02m + (0.001m * Chance.Next(1, 40)));

        DateTimeOffset end = Attempt(sheet, start, 20, "E202", "Review it.", Hostile[index % Hostile.Length] + " broke the review.");
        sheet.Status = SheetStatus.Failed;
        sheet.ErrorMessage = "review.md does not contain 'Findings': " + Hostile[index % Hostile.Length];
        sheet.Measures = sheet.Measures with { Cost = 0.03m, CostSource = CostSource.Measured, Model = "claude-sonnet" };
        return end;
    }

    private DateTimeOffset Run(Sheet sheet, DateTimeOffset start, double seconds, decimal cost = 0)
    {
        DateTimeOffset end = Attempt(sheet, start, seconds + Math.Round(Chance.NextDouble() * seconds, 3), null, "Do it.", "Done.");
        sheet.Status = SheetStatus.Completed;
        if (cost > 0)
            sheet.Measures = sheet.Measures with { Cost = cost, CostSource = CostSource.Measured, Model = "claude-sonnet" };
        return end;
    }

    private static string KeyOf(int index) => index % 20 == 7
        ? Hostile[index % Hostile.Length] + Text($" {index}")
        : Text($"src/Module{index % 90:00}/File{index:0000}.cs");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Score ItemsScore { get; } = new()
    {
        Name = "review-of-all",
        Instrument = "claude",
        Sheets =
        [
            new ScoreSheet { Name = "find", Command = "git ls-files" },
            new ScoreSheet { Name = "convert", Command = "convert {item}", Needs = ["find"], ForEach = new ForEachOptions { Path = "images/*" } },
            new ScoreSheet { Name = "review", Prompt = "Review {item}.", Needs = ["find"], ForEach = new ForEachOptions { Path = "**/*" } },
            new ScoreSheet { Name = "check", Command = "check {item}", Needs = ["convert"], ForEach = new ForEachOptions { Path = "*" } },
            new ScoreSheet { Name = "publish", Command = "publish {item}", Needs = ["review", "check"], ForEach = new ForEachOptions { Path = "*" } },
            new ScoreSheet { Name = "report", Prompt = "Write the report.", Needs = ["publish"] },
        ],
    };
}
