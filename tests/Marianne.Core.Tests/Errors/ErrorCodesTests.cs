using Marianne.Core.Tests.Scores;
using Marianne.Errors;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Core.Tests.Errors;

public sealed class ErrorCodesTests
{
    /// <summary>Code, and the default wait in seconds; -1 if it is not retried.</summary>
    public static TheoryData<string, int> Codes => new()
    {
        { "E001", 60 }, { "E002", 30 }, { "E003", -1 }, { "E004", -1 }, { "E005", -1 }, { "E006", 120 }, { "E007", -1 }, { "E009", 10 },
        { "E101", 3600 }, { "E102", 900 }, { "E103", 300 }, { "E104", 3600 }, { "E106", -1 },
        { "E107", -1 },
        { "E201", 5 }, { "E202", 5 }, { "E203", 10 }, { "E204", 30 }, { "E209", 5 },
        { "E301", -1 }, { "E302", -1 }, { "E303", -1 }, { "E304", -1 }, { "E305", -1 }, { "E306", -1 },
        { "E401", -1 }, { "E402", 5 }, { "E403", 5 }, { "E404", -1 },
        { "E501", 30 }, { "E502", -1 }, { "E503", 15 }, { "E504", 60 }, { "E505", -1 },
        { "E601", -1 }, { "E602", -1 }, { "E603", -1 }, { "E604", -1 }, { "E605", -1 }, { "E606", -1 },
        { "E901", 30 }, { "E902", 30 }, { "E903", 30 }, { "E904", 60 }, { "E999", 30 },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_its_default_wait_or_is_not_retried(string code, int wait)
    {
        ErrorCode found = ErrorCodes.Find(code)!;

        Assert.Equal(code, found.Code);
        Assert.Equal(wait >= 0, found.IsRetried);
        Assert.Equal(wait >= 0 ? TimeSpan.FromSeconds(wait) : null, found.DefaultWait);
        Assert.Contains(found.Category, ErrorCategories.All);
    }

    [Fact]
    public void The_list_is_complete()
    {
        Assert.Equal(Codes.Select(row => row.Data.Item1), ErrorCodes.All.Select(code => code.Code));
        Assert.Null(ErrorCodes.Find("E000"));
    }

    [Fact]
    public void The_codes_of_rate_limits_are_known() => Assert.Equal(
        ["E101", "E102", "E103", "E104"],
        ErrorCodes.All.Where(code => code.IsRateLimit).Select(code => code.Code));

    [Fact]
    public void The_page_of_the_codes_lists_each_of_them_as_it_is()
    {
        string[][] rows =
        [
            .. Repository.Read("docs/en-US/about_Marianne_ErrorCodes.md").ReplaceLineEndings("\n").Split('\n')
                .Where(line => line.StartsWith("| E", StringComparison.Ordinal))
                .Select(line => line.Trim('|', ' ').Split(" | ")),
        ];

        Assert.Equal(
            ErrorCodes.All.Select(code => string.Join(" | ", code.Code, code.Meaning, code.Category, Retried(code), Wait(code))),
            rows.Select(row => string.Join(" | ", row[..^1])));
        Assert.All(rows, row => Assert.EndsWith(".", row[^1], StringComparison.Ordinal)); // What to do.
        Assert.All(
            ErrorCodes.All.Where(code => code.Remedy is not null),
            code => Assert.Contains(rows, row => row[0] == code.Code && row[^1] == code.Remedy));

        static string Retried(ErrorCode code) => code.Remedy is not null ? "person" : !code.IsRetried ? "no" : code.IsRateLimit ? "limit" : "yes";

        static string Wait(ErrorCode code) => code.DefaultWait is { } wait ? $"{wait.TotalSeconds} s" : "none";
    }
}
