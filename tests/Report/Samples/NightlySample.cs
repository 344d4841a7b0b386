using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Scores;

namespace Marianne.ReportSamples;

/// <summary>Eight nights of one score: it reviews a repository. In the last night, a sheet fails.</summary>
internal sealed class NightlySample : Sample
{
    private const string Limit = "E101";
    private const int Written = 5;
    private const int Reviews = 3;

    private static readonly string[] Files =
    [
        "src/Api/Orders.cs", "src/Api/Payments.cs", "src/Api/Users.cs", "src/Core/Basket.cs", "src/Core/Prices.cs", "src/Core/Stock.cs",
        "src/Core/Taxes.cs", "src/Mail/Outbox.cs", "src/Mail/Templates.cs", "src/Search/Index.cs", "src/Search/Query.cs", "src/Web/Cart.tsx",
        "src/Web/Checkout.tsx", "src/Web/Login.tsx", "tests/Orders.Tests.cs", "tests/Payments.Tests.cs", "tests/Prices.Tests.cs",
        "docs/README.md", "docs/Deploy.md", "infra/main.tf",
    ];

    public override async Task CreateAsync()
    {
        await LearnAsync();
        for (int night = 1; night <= 8; night++)
        {
            Clock.Now = new DateTimeOffset(2026, 3, night, 1, 0, 0, TimeSpan.Zero);
            await CreateAsync(night, isLast: night == 8);
        }
    }

    private async Task CreateAsync(int night, bool isLast)
    {
        Job job = NewJob($"nightly-review-2026030{night}", "nightly-review", Written);
        job.Description = "Reviews what changed since yesterday, and writes a pull request.";
        job.Tag = ["nightly", "review"];
        job.ConfigPath = "/srv/scores/nightly-review.yaml";
        job.ConfigSnapshot = ScoreJson.Of(NightlyScore);
        AddItems(job, Reviews, Files);
        DateTimeOffset first = Run(job.Sheets[0], Clock.Now, 12, "git diff --name-only main", 0);
        DateTimeOffset built = Run(job.Sheets[1], Clock.Now, 95, "dotnet build", 0);
        DateTimeOffset[] lanes = [.. Enumerable.Repeat(built > first ? built : first, 4)];
        foreach (Sheet sheet in job.Sheets.Skip(Written))
        {
            int lane = Array.IndexOf(lanes, lanes.Min());
            lanes[lane] = Review(sheet, lanes[lane].AddSeconds(1), night, isLast);
        }

        DateTimeOffset end = lanes.Max();
        job.Status = isLast ? JobStatus.Failed : JobStatus.Completed;
        if (isLast)
        {
            job.ErrorMessage = "Sheet 3 'review' failed: 1 of 20 items failed: review[src/Web/Cart.tsx].";
            job.Sheets[Reviews - 1].Status = SheetStatus.Failed;
            job.Sheets[Reviews - 1].ErrorMessage = "1 of 20 items failed: review[src/Web/Cart.tsx].";
        }
        else
        {
            job.Sheets[Reviews - 1].Status = SheetStatus.Completed;
            end = Run(job.Sheets[3], end, 140, "Summarize the reviews.", 0.31m);
            end = Run(job.Sheets[4], end, 45, "Write the pull request.", 0.12m);
        }

        job.CompletedAt = end;
        await SaveAsync(job, end);
    }

    private DateTimeOffset Review(Sheet sheet, DateTimeOffset start, int night, bool isLast)
    {
        string file = sheet.ItemKey!;
        int place = sheet.Number - Written + 2;
        string prompt = $"Review {file}. Report bugs only, with line numbers. See https://example.com/guidelines";
        double work = 40 + Chance.NextDouble() * 130;
        if (isLast && file.EndsWith("Cart.tsx", StringComparison.Ordinal))
            return Fail(sheet, start, prompt);

        bool isLimited = (place + night) % 6 == 0;
        if (isLimited)
        {
            const string refusal = "\u001b[33mWarning:\u001b[0m nearing the limit\n\u001b[1;31mError: 429 Too Many Requests\u001b[0m\nrate_limit_error: try again later";
            start = Attempt(sheet, start, 6, Limit, prompt, refusal).AddSeconds(180 + Chance.Next(60));
            if (Chance.Next(2) == 0)
                start = Attempt(sheet, start, 5, Limit, prompt, refusal).AddSeconds(240 + Chance.Next(200));
        }
        else if (place % 9 == 0)
        {
            start = Attempt(sheet, start, 30, "E501", prompt, "curl: (7) Failed to connect to api.example.com port 443").AddSeconds(30);
        }

        return Run(sheet, start, work, prompt, Math.Round(0.02m + (decimal)(work / 900), 4));
    }

    private DateTimeOffset Fail(Sheet sheet, DateTimeOffset start, string prompt)
    {
        const string output = """
            Reading src/Web/Cart.tsx ...
            [36m●[0m 214 lines
            [33mwarning[0m: the file is generated, see https://example.com/cart
            [1;31merror[0m: I could not write review.md: the disk quota of this workspace is exceeded.
              at write (fs.js:41)
            """;
        string text = output.Replace("[", "\u001b[", StringComparison.Ordinal).Replace("\u001b[1;31m", "\u001b[1;31m", StringComparison.Ordinal);
        for (int attempt = 0; attempt < 3; attempt++)
            start = Attempt(sheet, start, 61, "E202", prompt, text).AddSeconds(attempt < 2 ? 5 << attempt : 0);
        sheet.Status = SheetStatus.Failed;
        sheet.ErrorCategory = ErrorCategories.Validation;
        sheet.ErrorMessage = "review.md does not contain 'Findings'. (E202: A file does not have the expected content.)";
        sheet.ValidationDetails =
        [
            new ValidationDetail { RuleType = "file_exists", Passed = true, Path = "review.md" },
            new ValidationDetail { RuleType = "content_contains", Passed = false, Path = "review.md", ErrorMessage = "It does not contain 'Findings'." },
        ];
        sheet.Measures = sheet.Measures with { Model = "claude-sonnet", Cost = 1.87m, CostSource = CostSource.Measured, InputTokens = 402_110, OutputTokens = 18_220 };
        return start;
    }

    private DateTimeOffset Run(Sheet sheet, DateTimeOffset start, double seconds, string prompt, decimal cost)
    {
        DateTimeOffset end = Attempt(sheet, start, seconds, null, prompt, "Done.");
        sheet.Status = SheetStatus.Completed;
        if (cost > 0)
        {
            sheet.Measures = sheet.Measures with
            {
                Model = sheet.Number % 3 == 0 ? "gpt-5-codex" : "claude-sonnet",
                AttemptInstruments = sheet.Number % 3 == 0 ? new Dictionary<int, string> { [sheet.AttemptCount] = "codex" } : null,
                Cost = cost,
                CostSource = CostSource.Measured,
                InputTokens = (long)(cost * 150_000),
                OutputTokens = (long)(cost * 9_000),
            };
        }

        return end;
    }

    private static Score NightlyScore { get; } = new()
    {
        Name = "nightly-review",
        Instrument = "claude",
        Sheets =
        [
            new ScoreSheet { Name = "find", Command = "git diff --name-only main > files.txt" },
            new ScoreSheet { Name = "build", Command = "dotnet build" },
            new ScoreSheet
            {
                Name = "review",
                Prompt = "Review {file}.",
                Needs = ["find", "build"],
                ForEach = new ForEachOptions { Path = "**/*", As = "file" },
            },
            new ScoreSheet { Name = "summarize", Prompt = "Summarize the reviews.", Needs = ["review"] },
            new ScoreSheet { Name = "pull-request", Prompt = "Write the pull request.", Needs = ["summarize"] },
        ],
        CostLimits = new Policies.CostLimitOptions { MaxCostPerJob = 8 },
    };

    private async Task LearnAsync()
    {
        List<LearnedRecovery> recoveries = [];
        for (int incident = 0; incident < 40; incident++)
        {
            double needed = 120 + Chance.NextDouble() * 420;
            DateTimeOffset since = Clock.Now.AddHours(-7 * incident);
            foreach (double waited in (double[])[150, 330, 600])
            {
                recoveries.Add(new LearnedRecovery
                {
                    ErrorCode = Limit,
                    Incident = $"incident-{incident}",
                    Since = since,
                    SuggestedWait = TimeSpan.FromSeconds(waited),
                    ActualWait = TimeSpan.FromSeconds(waited),
                    Recovered = waited >= needed,
                    RecordedAt = since.AddSeconds(waited),
                    Hour = since.Hour,
                });
                if (waited >= needed)
                    break;
            }
        }

        await Learning.RecordRecoveriesAsync(recoveries, CancellationToken.None);
    }
}
