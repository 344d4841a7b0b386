using System.Globalization;
using Marianne.Jobs;

namespace Marianne.ReportSamples;

/// <summary>10,000 sheets with 25,000 attempts, of which 300 failed with texts that try to break the page.</summary>
internal sealed class LargeSample(string? path = null) : Sample(path)
{
    private const int Sheets = 10_000;
    private const int Attempts = 25_000;
    private const int Failures = 300;

    private static readonly string[] Hostile =
    [
        "</script><script>document.title='pwned'</script>",
        "<img src=x onerror=\"document.title='pwned'\">",
        "\u202Egnp.exe \u2067right to left\u2069 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
        "\U0001F469\u200D\U0001F469\u200D\U0001F467 \U0001F3F3\uFE0F\u200D\U0001F308 Z\u0351\u036B\u0343a\u0368\u0306l\u0343go",
        "\u001b[1;31mred\u001b[0m \u001b]0;title\u0007 \u001b[2J \u001b[38;2;1;2;3mrgb\u001b[m",
        "nul \0 and bell \a and -->]]>[[data]]",
        "javascript:alert(1) http://ok.example/?a=<b> data:text/html,x",
        new string('W', 10_000),
    ];

    public override async Task CreateAsync()
    {
        DateTimeOffset now = Clock.Now;
        Job job = NewJob("large", "large </title><b>", Sheets);
        int extra = Attempts - Sheets;
        DateTimeOffset[] lanes = [.. Enumerable.Repeat(now, 20)];
        for (int number = 1; number <= Sheets; number++)
        {
            Sheet sheet = job.Sheets[number - 1];
            bool fails = number % (Sheets / Failures) == 0 && number / (Sheets / Failures) <= Failures;
            int tries = Math.Min(1 + (number % 2) + 1, 1 + extra);
            extra -= tries - 1;
            int lane = number % lanes.Length;
            for (int attempt = 1; attempt < tries; attempt++)
                lanes[lane] = Attempt(sheet, lanes[lane], Seconds(), "E501", Prompt(number), Refused(number)).AddSeconds(30);
            lanes[lane] = Attempt(sheet, lanes[lane], Seconds(), fails ? "E202" : null, Prompt(number), fails ? Text(number) : "Done.");
            sheet.Status = fails ? SheetStatus.Failed : SheetStatus.Completed;
            sheet.ErrorMessage = fails ? Text(number) : null;
            sheet.Measures = sheet.Measures with { Cost = 0.001m * Chance.Next(1, 90), CostSource = CostSource.Measured, Model = "m" };
        }

        job.Status = JobStatus.Failed;
        job.ErrorMessage = Hostile[0];
        job.CompletedAt = lanes.Max();
        job.ConfigSnapshot = SnapshotOf();
        await SaveAsync(job, lanes.Max());
    }

    private double Seconds() => 1 + Math.Round(Chance.NextDouble() * 40, 3);

    private static string Prompt(int number) => string.Create(CultureInfo.InvariantCulture, $"Review file {number}.");

    private static string Refused(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"connect to host{number % 7}.example: connection refused");

    private static string Text(int number) => Hostile[number / (Sheets / Failures) % Hostile.Length] + $" #{number}";

    /// <summary>Returns a configuration with names. It is not a score: no reader may trust it.</summary>
    private static string SnapshotOf() => System.Text.Json.JsonSerializer.Serialize(new
    {
        sheets = Enumerable.Range(1, Sheets).Select(number => new
        {
            name = number % (Sheets / Failures) == 0 ? Text(number) : $"review[file-{number:0000}.cs]",
        }),
    });
}
