using System.Globalization;
using System.Text;
using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class TerminalTextTests
{
    private const string Emoji = "\u2764\uFE0F \U0001F468\u200D\U0001F469\U0001F3FD\u200D\U0001F467 1\uFE0F\u20E3 \U0001F44D\U0001F3FD";
    private const string Persian = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645";
    private const string Hindi = "\u0915\u094D\u200D\u0937";

    [Theory]
    [InlineData("\u001b]0;title\u0007", @"\u{1B}]0;title\u{7}")]
    [InlineData("\u001b[2J\u001b[1;31mred\u001b[0m", @"\u{1B}[2J\u{1B}[1;31mred\u{1B}[0m")]
    [InlineData("\u009b2J \u009d0;t\u009c \u0090q\u009c \u0085", @"\u{9B}2J \u{9D}0;t\u{9C} \u{90}q\u{9C} \u{85}")]
    [InlineData("a\b\r\n\t\v\f\0\u007f", @"a\u{8}\u{D}\u{A}\u{9}\u{B}\u{C}\u{0}\u{7F}")]
    [InlineData("a\u202Etxt.exe\u2066\u2069\u200F\u061C", @"a\u{202E}txt.exe\u{2066}\u{2069}\u{200F}\u{61C}")]
    [InlineData("a\u200B\u200C\u200D\u2060\uFEFF\u00AD\u180E\u3164\u2800\u034F", @"a\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{180E}\u{3164}\u{2800}\u{34F}")]
    [InlineData("a\U000E0041\U000E0100\uFE0F", @"a\u{E0041}\u{E0100}\u{FE0F}")]
    [InlineData("a\u2028b\u2029c\uFFFF\uFFF9", @"a\u{2028}b\u{2029}c\u{FFFF}\u{FFF9}")]
    public void A_name_shows_special_characters_as_codes(string text, string expected) =>
        Assert.Equal(expected, TerminalText.Name(text));

    [Fact]
    public void Half_of_a_surrogate_pair_is_a_code()
    {
        Assert.Equal(@"\u{D800}", TerminalText.Name("\ud800"));
        Assert.Equal(@"a\u{DC00}b", TerminalText.Name("a\udc00b"));
        Assert.Equal("\\u{D800}\U0001F600", TerminalText.Name("\ud800\U0001F600"));
    }

    [Theory]
    [InlineData("plain text, 100 %")]
    [InlineData("Gr\u00fc\u00dfe \u65e5\u672c\u8a9e \u05e9\u05dc\u05d5\u05dd \u0e44\u0e17\u0e22")]
    [InlineData(Emoji)]
    [InlineData(Persian)]
    [InlineData(Hindi)]
    [InlineData("\uE0B0 \u00a0 \u3000 e\u0301")]
    [InlineData("")]
    public void Ordinary_text_is_unchanged(string text)
    {
        Assert.Equal(text, TerminalText.Name(text));
        Assert.Equal(text, TerminalText.Lines(text));
        Assert.Equal(text, TerminalText.Message(text));
        Assert.Equal(text, TerminalText.Output(text));
        Assert.Equal(text, TerminalText.Replace(text, _ => "?"));
    }

    [Fact]
    public void A_joiner_is_a_code_where_it_joins_nothing()
    {
        Assert.Equal("a\\u{200D}\u2764", TerminalText.Name("a\u200D\u2764"));
        Assert.Equal("\u2764\\u{200D}", TerminalText.Name("\u2764\u200D"));
        Assert.Equal("\u0645\\u{200C}x", TerminalText.Name("\u0645\u200Cx"));
    }

    [Fact]
    public void Null_is_empty()
    {
        Assert.Equal("", TerminalText.Name(null));
        Assert.Equal("", TerminalText.Summary(null));
        Assert.Equal("", TerminalText.Output(null));
    }

    [Fact]
    public void Lines_keep_line_breaks_and_columns()
    {
        Assert.Equal("a\nb\nc\\u{D}d", TerminalText.Lines("a\nb\r\nc\rd"));
        Assert.Equal("a       b\n        c", TerminalText.Lines("a\tb\n\tc"));
        Assert.Equal(@"\u{1B}[31mred", TerminalText.Lines("\u001b[31mred"));
    }

    [Fact]
    public void A_summary_is_one_line_without_colors()
    {
        Assert.Equal("It broke in two lines.", TerminalText.Summary(" It \u001b[31mbroke\u001b[0m\r\n in\ttwo\u2028lines.\n"));
        Assert.Equal(@"\u{1B}[2Ja\u{8}", TerminalText.Summary("\u001b[2Ja\b"));
    }

    [Fact]
    public void A_message_keeps_lines_but_no_colors() =>
        Assert.Equal("error: x\n  at y", TerminalText.Message("\u001b[1;31merror\u001b[0m: x\n  at y"));

    [Fact]
    public void An_output_keeps_colors_and_resets_them()
    {
        Assert.Equal("\u001b[31mred\u001b[0m", TerminalText.Output("\u001b[31mred"));
        Assert.Equal("\u001b[31mred\u001b[0m", TerminalText.Output("\u001b[31mred\u001b[0m"));
        Assert.Equal("\u001b[38;5;8;48;2;8;5;8mx\u001b[m", TerminalText.Output("\u001b[38;5;8;48;2;8;5;8mx\u001b[m"));
        Assert.Equal("\u001b[31ma\u001b[0m       b", TerminalText.Output("\u001b[31ma\u001b[0m\tb"));
    }

    [Theory]
    [InlineData("\u001b[8mconcealed")]
    [InlineData("\u001b[5mblinking")]
    [InlineData("\u001b[1;8m")]
    [InlineData("\u001b[38;2;1m")]
    [InlineData("\u001b[38m")]
    [InlineData("\u001b[999999999999m")]
    [InlineData("\u001b[?7m")]
    [InlineData("\u001b[31 m")]
    [InlineData("\u001b[4:3m")]
    [InlineData("\u001b[")]
    [InlineData("\u009b31m")]
    public void An_output_keeps_only_colors(string text) =>
        Assert.DoesNotContain(TerminalText.Output(text), char.IsControl);

    [Fact]
    public void No_text_passes_a_special_character()
    {
        // A fixed seed, so that a failure can be repeated. Half of the characters are special ones.
        var random = new Random(20260301);
        string special = "\u001b\u009b\u0007\b\r\0\u007f\u0085\u202E\u2066\u200B\u200D\u200C\uFE0F\uFEFF\u2028\ud83d\udc68\udb40\udc41;[]m018\t ";
        for (int i = 0; i < 20_000; i++)
        {
            var builder = new StringBuilder();
            int length = random.Next(12);
            for (int k = 0; k < length; k++)
                builder.Append(random.Next(2) == 0 ? special[random.Next(special.Length)] : (char)random.Next(0x10000));

            string text = builder.ToString();
            AssertSafe(TerminalText.Name(text), text);
            AssertSafe(TerminalText.Summary(text), text);
            AssertSafe(TerminalText.Lines(text).Replace('\n', ' '), text);
            AssertSafe(TerminalText.Message(text).Replace('\n', ' '), text);
        }
    }

    [Fact]
    public void Replacements_can_have_another_form() =>
        Assert.Equal("a`u{1b}b", TerminalText.Replace("a\u001bb", code => $"`u{{{code:x}}}"));

    private static void AssertSafe(string shown, string text)
    {
        foreach (Rune rune in shown.EnumerateRunes())
        {
            bool isUnsafe = rune == Rune.ReplacementChar && !text.Contains('\uFFFD')
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Surrogate
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200B or 0x200E or 0x200F or 0xFEFF
                || rune.Value is >= 0xE0000 and <= 0xE007F;
            Assert.False(isUnsafe, $"U+{rune.Value:X4} of {string.Join(' ', text.Select(c => $"{(int)c:X4}"))}");
        }
    }
}
