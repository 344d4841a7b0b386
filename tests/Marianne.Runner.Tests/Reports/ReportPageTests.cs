using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marianne.Jobs;
using Marianne.Reports;
using Xunit;

namespace Marianne.Runner.Tests.Reports;

public sealed partial class ReportPageTests
{
    private const string Hostile = "</script><script>alert(1)</script> [[data]] <b> \u202Eevil";

    private static string PageSource => File.ReadAllText(Path.Combine(RepositoryRoot, "src/Marianne.Runner/Reports/page.html"));

    private static string RepositoryRoot { get; } = FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void The_committed_page_is_built_from_the_current_sources()
    {
        string folder = Path.Combine(RepositoryRoot, "src/Marianne.Report");
        IEnumerable<string> names = Directory.GetFiles(Path.Combine(folder, "page")).Select(file => $"page/{Path.GetFileName(file)}")
            .Concat(["build.mjs", "package.json"]).Order(StringComparer.Ordinal);
        var sources = new StringBuilder();
        foreach (string name in names)
            sources.Append(name).Append('\n').Append(File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n")).Append('\n');
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sources.ToString())));

        Assert.True(
            PageSource.Contains($"sources {hash}", StringComparison.Ordinal),
            "The page is stale. Run npm ci and npm run build in src/Marianne.Report, and commit src/Marianne.Runner/Reports/page.html.");
    }

    [Fact]
    public void The_policy_allows_exactly_the_script_of_the_page()
    {
        string policy = Regex.Match(PageSource, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        string script = Regex.Match(PageSource, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

        Assert.Equal($"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{hash}'", policy);
        Assert.Single(Regex.Matches(PageSource, "<script>"));
        Assert.DoesNotContain("innerHTML", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_licenses_of_what_it_contains()
    {
        string notices = File.ReadAllText(Path.Combine(RepositoryRoot, "THIRD-PARTY-NOTICES.md"));
        const string license = "Permission is hereby granted, free of charge";

        Assert.Contains("uPlot", PageSource, StringComparison.Ordinal);
        Assert.Contains(license, PageSource, StringComparison.Ordinal);
        Assert.Contains(license, notices, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_block_has_what_the_summary_shows()
    {
        JsonElement data = BlockOf(HostileReport, "data");

        Assert.Equal(Hostile, data.GetProperty("report").GetProperty("jobs")[0].GetProperty("name").GetString());
        JsonElement sheets = data.GetProperty("sheets")[0];
        Assert.Equal("[1]", sheets.GetProperty("number").GetRawText());
        Assert.Equal(Hostile, sheets.GetProperty("title")[0].GetString());
        Assert.Equal("[2]", sheets.GetProperty("tries").GetRawText());
        Assert.Equal("E101 E202", sheets.GetProperty("codes")[0].GetString());
        Assert.False(sheets.TryGetProperty("parent", out _));
        JsonElement failure = data.GetProperty("failures")[0];
        Assert.Equal((1, 1, 2), (Int("sheet"), Int("attempt"), Int("last_attempt")));

        int Int(string name) => failure.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Attempts_and_their_texts_are_in_blocks_of_their_own()
    {
        JsonElement attempts = BlockOf(HostileReport, "attempts")[0];
        JsonElement details = BlockOf(HostileReport, "details")[0];

        Assert.Equal("[1,2]", attempts.GetProperty("number").GetRawText());
        Assert.Equal("""["Failed","Failed"]""", attempts.GetProperty("outcome").GetRawText());
        Assert.Equal("[1000,5000]", attempts.GetProperty("start").GetRawText());
        Assert.Equal("[0,3]", attempts.GetProperty("waited").GetRawText());
        Assert.Equal("[0,null]", attempts.GetProperty("exit_code").GetRawText());
        Assert.False(attempts.TryGetProperty("output", out _));
        Assert.Equal(Hostile, details.GetProperty("attempts").GetProperty("output")[1].GetString());
    }

    [Fact]
    public void The_first_failure_is_that_of_a_sheet_that_is_failed()
    {
        SheetReport later = SheetOf(2) with { Attempts = [.. SheetOf(2).Attempts.Select(attempt => attempt with { EndedAt = At(9) })] };
        JobReport job = HostileReport.Jobs[0] with { Sheets = [SheetOf(1) with { Status = SheetStatus.Completed }, later] };

        Assert.Equal(2, Failed(job));
        Assert.Equal(1, Failed(job with { Sheets = [job.Sheets[0], later with { Status = SheetStatus.Completed }] }));

        static int Failed(JobReport job) =>
            BlockOf(new Report { Jobs = [job] }, "data").GetProperty("failures")[0].GetProperty("sheet").GetInt32();
    }

    [Fact]
    public void A_hostile_text_is_encoded_in_the_content_without_scripts()
    {
        string page = TextOf(HostileReport);
        string content = page[page.IndexOf("<div id=\"static\">", StringComparison.Ordinal)..page.IndexOf("</body>", StringComparison.Ordinal)];

        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(1)", content, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", content, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", content, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(page, "<script[ >]"));
        Assert.StartsWith("&lt;/script&gt;", Regex.Match(page, "<title>(.*?)</title>").Groups[1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_content_without_scripts_has_200_rows_at_most()
    {
        Report report = HostileReport with
        {
            Jobs = [HostileReport.Jobs[0] with { Sheets = [.. Enumerable.Range(1, 5000).Select(SheetOf)] }],
        };

        Assert.Equal(200, Regex.Count(TextOf(report), "<tr><td>"));
    }

    [Theory]
    [InlineData(20, 21)]
    [InlineData(21, 1)]
    public void Many_items_are_one_row_without_scripts(int items, int sheets)
    {
        SheetReport[] all =
        [
            new SheetReport { Number = 1, Title = "review", Status = SheetStatus.Completed },
            .. Enumerable.Range(2, items).Select(number => new SheetReport
            {
                Number = number,
                Title = $"review[{number}]",
                Group = "review",
                Parent = 1,
                Status = SheetStatus.Completed,
            }),
        ];
        JobReport job = HostileReport.Jobs[0] with { Sheets = all, Parents = ParentReport.Of(all) };

        string page = TextOf(new Report { Jobs = [job] });

        Assert.Contains($"<td>review</td><td>{items}</td><td>{items} done</td>", page, StringComparison.Ordinal);
        Assert.Equal(1 + sheets, Regex.Count(page, "<tr><td>"));
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes() => Assert.Equal(TextOf(HostileReport), TextOf(HostileReport));

    [Theory]
    [InlineData("a.md", ReportFormat.Markdown)]
    [InlineData("a.JSON", ReportFormat.Json)]
    [InlineData("a.html", ReportFormat.Html)]
    [InlineData("a", ReportFormat.Html)]
    public void The_extension_means_a_format(string path, ReportFormat format) => Assert.Equal(format, ReportFile.FormatOf(path));

    private static Report HostileReport { get; } = new()
    {
        Jobs =
        [
            new JobReport
            {
                Id = "a",
                Name = Hostile,
                Error = Hostile,
                Status = JobStatus.Failed,
                Totals = new JobTotals { Sheets = 1 },
                Sheets = [SheetOf(1)],
                NextSteps = [new("Resumes it.", Hostile)],
            },
        ],
    };

    private static SheetReport SheetOf(int number) => new()
    {
        Number = number,
        Title = Hostile,
        Error = Hostile,
        Status = SheetStatus.Failed,
        Attempts =
        [
            new AttemptReport { Number = 1, Outcome = AttemptOutcome.Failed, StartedAt = At(1), EndedAt = At(2), ExitCode = 0, ErrorCode = "E101" },
            new AttemptReport
            {
                Number = 2,
                Outcome = AttemptOutcome.Failed,
                StartedAt = At(5),
                EndedAt = At(6),
                WaitedSeconds = 3,
                ErrorCode = "E202",
                Output = Hostile,
            },
        ],
    };

    private static DateTimeOffset At(int second) => DateTimeOffset.FromUnixTimeSeconds(second);

    private static JsonElement BlockOf(Report report, string name)
    {
        string data = Blocks().Matches(TextOf(report)).Single(match => match.Groups[1].Value == name).Groups[2].Value;
        using var zip = new GZipStream(new MemoryStream(Convert.FromBase64String(data)), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(zip);
        return document.RootElement.Clone();
    }

    private static string TextOf(Report report)
    {
        using var stream = new MemoryStream();
        ReportFile.Write(stream, report, ReportFormat.Html);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Marianne.slnx")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);

    [GeneratedRegex("<script id=\"(\\w+)\"[^>]*>([^<]*)</script>")]
    private static partial Regex Blocks();
}
