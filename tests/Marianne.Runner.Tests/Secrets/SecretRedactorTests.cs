using Marianne.Instruments;
using Marianne.Scores;
using Marianne.Secrets;
using Xunit;

namespace Marianne.Runner.Tests.Secrets;

/// <summary>The forms in which a secret is found, and the cuts across one.</summary>
public sealed class SecretRedactorTests
{
    private const string Token = "ghp_S3cr3tPlainValue0001";

    /// <summary>An emoji that is escaped for a URL twice: four bytes of five characters each.</summary>
    private const int LongestEscape = 20;

    public static MatrixTheoryData<string, string> ValuesAndForms => new(EncodedForms.Values.Keys, EncodedForms.All.Keys);

    [Theory]
    [MemberData(nameof(ValuesAndForms))]
    public void A_value_is_found_in_each_form(string shape, string form)
    {
        string value = EncodedForms.Values[shape];
        string written = EncodedForms.All[form](value);

        string redacted = new SecretRedactor([value]).Redact($"before: '{written}' after");

        AssertNoPart(form.EndsWith("before", StringComparison.Ordinal) ? written[4..^4] : written, redacted, length: 5);
        Assert.StartsWith("before: '", redacted, StringComparison.Ordinal);
        Assert.EndsWith("' after", redacted, StringComparison.Ordinal);
        Assert.Contains(SecretRedactor.Mask, redacted, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ValuesAndForms))]
    public void A_cut_across_a_value_shows_no_part_of_it(string shape, string form)
    {
        string value = EncodedForms.Values[shape];
        var redactor = new SecretRedactor([value]);
        string written = EncodedForms.All[form](value);
        for (int cut = 1; cut < written.Length; cut++)
        {
            string tail = redactor.RedactTail($"{written[cut..]} and the end", isCut: true);

            // A couple of characters may remain, which are longer when they are escaped.
            if (written.Length - cut > 3 * LongestEscape)
                AssertNoPart(form.EndsWith("before", StringComparison.Ordinal) ? written[cut..^4] : written[cut..], tail, length: 5);
            Assert.EndsWith(" and the end", tail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_passwords_of_the_store_are_secrets_without_being_named()
    {
        var variables = new Dictionary<string, string>
        {
            ["MARIANNE_CONNECTION"] = "Host=db.example.org;Username=me;Pwd='t0p;secret=yes'",
            ["PGPASSWORD"] = "an0ther secret",
        };

        SecretRedactor redactor = SecretRedactor.Of(
            new Score { Name = "x", Sheets = [] }, variables.GetValueOrDefault, () => new Dictionary<string, InstrumentOptions>());

        Assert.Equal(
            "Host=db.example.org;Username=me;Pwd='***' ***",
            redactor.Redact($"{variables["MARIANNE_CONNECTION"]} {variables["PGPASSWORD"]}"));
    }

    [Fact]
    public void No_cut_shows_more_than_two_characters_of_a_plain_value()
    {
        var redactor = new SecretRedactor([Token]);
        for (int cut = 1; cut < Token.Length; cut++)
        {
            AssertNoPart(Token, redactor.RedactTail($"{Token[cut..]} and the end", isCut: true), length: 3);
            AssertNoPart(Token, redactor.RedactTail($"the beginning of {Token[..cut]}", isCut: false), length: 8);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(76)]
    public void A_value_that_another_program_wraps_is_in_no_line(int width)
    {
        foreach (string value in EncodedForms.Values.Values.Where(value => value.Length > 8))
        {
            var redactor = new SecretRedactor([value]);
            string digits = EncodedForms.All["base64"](value);
            foreach (string line in digits.Chunk(width).Select(chunk => new string(chunk)).Where(line => line.TrimEnd('=').Length > 9))
                Assert.Matches(@"^.{0,2}\*{3}.{0,3}$", redactor.RedactLine(line));
        }
    }

    [Fact]
    public void A_value_that_another_program_shortens_is_found()
    {
        var redactor = new SecretRedactor([Token]);
        for (int cut = 5; cut < Token.Length; cut++)
        {
            Assert.Equal("| ***...|", redactor.Redact($"| {Token[..cut]} ...|"));
            Assert.Equal("| ***\u2026|", redactor.Redact($"| {Token[..cut]}\u2026|"));
            Assert.Equal("|...***|", redactor.Redact($"|...{Token[^cut..]}|"));
        }
    }

    [Fact]
    public void A_part_of_a_text_is_redacted_as_in_the_whole_text()
    {
        string text = $"a {Token} b";
        var redactor = new SecretRedactor([Token]);
        for (int start = 0; start < text.Length; start++)
        {
            for (int length = 0; length <= text.Length - start; length++)
            {
                string part = redactor.Part(text, start, length);
                Assert.True(part.Replace("***", "", StringComparison.Ordinal).Length <= 4, part);
            }
        }

        Assert.Equal("a ***", redactor.Part(text, 0, 5));
    }

    [Fact]
    public void Several_values_are_found_in_one_text()
    {
        var redactor = new SecretRedactor(["first-secret", "second-secret", "first-secret-and-more", "", null, "\"x\""]);

        Assert.Equal(
            "*** *** *** *** \"y\"",
            redactor.Redact("first-secret second-secret first-secret-and-more \"x\" \"y\""));
    }

    [Theory]
    [InlineData("a", "b cat", "b c***t")]
    [InlineData("ab", "a b, YWI=, a\"b, ab", "a b, YWI=, a\"b, ***")]
    [InlineData("1234", "12 34, 1+2+3+4, 1234", "12 34, 1+2+3+4, ***")]
    [InlineData("to be", "tobe, or not to be", "tobe, or not ***")]
    public void A_short_value_masks_nothing_but_itself(string value, string text, string expected) =>
        Assert.Equal(expected, new SecretRedactor([value]).Redact(text));

    [Theory]
    [InlineData("json, ascii")]
    [InlineData("json, relaxed")]
    [InlineData("url")]
    [InlineData("url, lower case")]
    [InlineData("html")]
    [InlineData("csv")]
    [InlineData("base64")]
    [InlineData("hexadecimal")]
    public void A_short_value_is_found_in_the_usual_forms(string form)
    {
        const string Value = "p\"w<ü";

        Assert.Equal("'***'", new SecretRedactor([Value]).Redact($"'{EncodedForms.All[form](Value).TrimEnd('=')}'"));
    }

    [Theory]
    [InlineData("ghp_\e]0;a title\aS3cr3tPlainValue0001")]
    [InlineData("ghp_\e]8;;https://example.com\e\\S3cr3tPlainValue0001\e]8;;\e\\")]
    [InlineData("\e]8;;https://example.com/ghp_\\u00533cr3tPlainValue0001\e\\here\e]8;;\e\\")]
    [InlineData("ghp\u009B1m_S3cr3tPlainValue0001")]
    [InlineData("ghp&#95S3cr3tPlainValue0001")]
    [InlineData("ghp&#x5FS3cr3tPlainValue0001")]
    [InlineData("ghp&#00095;S3cr3tPlainValue0001")]
    [InlineData("ghp_\u00ADS3cr3t\u2060Plain\u200EValue0001")]
    public void A_value_is_found_with_sequences_within(string written) =>
        Assert.Matches(@"^a (\e\]8;;https://example.com/)?\*\*\*(\e.*)? b$", new SecretRedactor([Token]).Redact($"a {written} b"));

    [Fact]
    public void A_text_without_a_secret_stays()
    {
        const string Text = "a \\u0041 %41 &amp; 'b' \e[1mc\e[0m ... d\u2026 \uD83D\n\t\0";

        Assert.Same(Text, new SecretRedactor(["something-else", "another\nvalue"]).Redact(Text));
        Assert.Same(Text, SecretRedactor.None.Redact(Text));
        Assert.Same(Text, SecretRedactor.None.RedactTail(Text, isCut: true));
        Assert.Null(SecretRedactor.None.Redact(null));
    }

    [Fact]
    public void A_backslash_before_a_value_hides_no_letter_of_it()
    {
        var redactor = new SecretRedactor(["n3w-\"t0ken\"", "u00fc-and-\"more\""]);

        Assert.Equal("C:\\\\***\\\"", redactor.Redact("C:\\\\n3w-\\\"t0ken\\\""));
        Assert.Equal("x ***\"", redactor.Redact("x u00fc-and-\"more\"\""));
    }

    [Fact]
    public void A_long_text_is_searched_piece_by_piece()
    {
        var redactor = new SecretRedactor([Token]);
        string padding = new('x', 512 * 1024 - 10);

        Assert.Equal($"{padding}***{padding}***", redactor.Redact($"{padding}{Token}{padding}{Token}"));
    }

    /// <summary>Asserts that a text contains no part of a value: no letters and digits that follow each other in it.</summary>
    private static void AssertNoPart(string value, string text, int length)
    {
        for (int start = 0; start + length <= value.Length; start++)
        {
            string part = value.Substring(start, length);
            if (part.All(char.IsLetterOrDigit))
                Assert.False(text.Contains(part, StringComparison.Ordinal), $"'{part}' in: {text}");
        }
    }
}
