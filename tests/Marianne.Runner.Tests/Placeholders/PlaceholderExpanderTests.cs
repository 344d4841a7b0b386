using System.Diagnostics;
using CsCheck;
using Marianne.Placeholders;
using Xunit;

namespace Marianne.Runner.Tests.Placeholders;

public sealed class PlaceholderExpanderTests : WorkFolder
{
    private const string Nasty =
        "/a b/it's \"$(echo>pwned)\" `echo>pwned` ;echo>pwned; $HOME \\ \n echo>pwned\n # & | * ? ~ {x} {sheet_num} \\";

    /// <summary>Parts of folder names that could run a command, or end the quotes around the name.</summary>
    private static readonly Gen<string> Values = Gen.OneOf(
        "$(echo>pwned)", "`echo>pwned`", ";echo>pwned;", "\necho>pwned\n", "|echo>pwned|", "&echo>pwned&", "'", "\"", "\\", "$",
        "`", "(", ")", "}", "{", "E", "\nE\n", "a", "1", "#", " ", "\t", "*", "é", "😀", "!", "{workspace}", "$PATH", "\r", "-")
        .Array[0, 12].Select(string.Concat);

    /// <summary>Parts of commands around a placeholder, likely and unlikely ones.</summary>
    private static readonly Gen<string> Commands = Gen.OneOf(
        "{workspace}", "{workspace}", "{workspace}", "{sheet_num}", " ", "\n", "'", "'", "\"", "\"", "\"", "`", "\\", "$", "$(",
        "$(", ")", ")", "(", "((", "))", "${x:-", "${x#", "}", "}", " ", " #", "<<E\n", "\nE\n", "<<'E'\n", "<<-E\n",
        "<<<", ";", " : ", "x=", "$x", "case x in x) : ", ";; esac;", "$'", "$[", "]", "&&", "|", "\\\n")
        .Array[1, 14].Select(parts => ": " + string.Concat(parts));

    [Theory]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    [InlineData("printf %s {workspace}", "W")]
    [InlineData("printf %s \"{workspace}\"", "W")]
    [InlineData("printf %s '{workspace}'", "W")]
    [InlineData("printf %s \"{workspace}/x\" y", "W/xy")]
    [InlineData("printf %s {workspace}/{sheet_num}.txt", "W/3.txt")]
    [InlineData("x=v; printf %s \"$x{workspace}\" \"$x{sheet_num}\" $x{sheet_num}", "vWv3v3")]
    [InlineData("printf %s \"$(printf %s {workspace})\"", "W")]
    [InlineData("printf %s \"$(printf %s \"{workspace}\")\"", "W")]
    [InlineData("printf %s $(printf %s \"$(printf %s '{workspace}' | wc -l | tr -d ' ')\")", "2")]
    [InlineData("(printf %s {workspace}) # it's {workspace}", "W")]
    [InlineData("# it's\nprintf %s {workspace}", "W")]
    [InlineData("printf %s it\\'s{workspace}", "it'sW")]
    [InlineData("cat <<E\nit's\nE\nprintf %s {workspace}", "it's\nW")]
    [InlineData("printf %s $(( {sheet_num} + 1 )) `printf %s {sheet_num}` ${x:-{sheet_num}}", "433")]
    [InlineData("cat <<E\n{sheet_num}\nE", "3\n")]
    [InlineData("printf %s {sheet_num}>out; cat out", "3")]
    [InlineData("workspace=v; printf %s ${workspace} \"${workspace}\" | awk '{print}'", "vv\n")]
    [InlineData("printf %s \\{workspace} {prompt} {other} {} {workspace", "{workspace}{prompt}{other}{}{workspace")]
    [InlineData("case x in x) printf %s {workspace};; esac", "W")]
    [InlineData("for i in 1 2\r\ndo\r\n  printf %s $i\r\ndone\r\n", "12")]
    [InlineData("w={workspace}; printf %s \"${w}\" \"`printf %s \"$w\" | wc -l | tr -d ' '`\"", "W2")]
    public void A_command_is_expanded(string command, string expected) => Assert.Equal(
        expected.Replace("W", Nasty, StringComparison.Ordinal), Run(new PlaceholderExpander(3, Nasty).InCommand(command)));

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public void A_value_is_unchanged_in_any_quotes() => Values.Array[10].Sample(
        values =>
        {
            string command = string.Concat(values.Select(value => Fill(
                """
                printf '%s\0' {workspace} "{workspace}" '{workspace}' a{workspace}b "$1{workspace}" "$(printf '%s.' {workspace})"

                """,
                value)));
            string expected = string.Concat(values.Select(v => $"{v}\0{v}\0{v}\0a{v}b\0{v}\0{v}.\0"));
            Assert.Equal(expected, Run(command));
        },
        iter: 20, threads: 1);

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public void No_part_of_a_value_runs() => Gen.Select(Commands, Values).Sample(
        (command, value) =>
        {
            try
            {
                Run(Fill(command, value));
            }
            catch (MarianneException error)
            {
                Assert.Contains("cannot contain {workspace} at this position", error.Message);
            }

            Assert.False(File.Exists(At("pwned")));
        },
        iter: 300, threads: 1);

    [Theory]
    [InlineData("echo `ls {workspace}`")]
    [InlineData("echo \"${x:-{workspace}}\"")]
    [InlineData("echo $(( {workspace} ))")]
    [InlineData("(( {workspace} ))")]
    [InlineData("cat <<E\n{workspace}\nE")]
    [InlineData("cat <<-'E'\n\t{workspace}\n\tE")]
    [InlineData("echo $'a' {workspace}")]
    [InlineData("echo \"$(case x in x) ls {workspace};; esac)\"")]
    public void An_unsafe_position_is_an_error(string command)
    {
        MarianneException error = Assert.Throws<MarianneException>(() => new PlaceholderExpander(1, "/w").InCommand(command));

        Assert.Equal(MarianneError.InvalidParameter, error.Error);
        Assert.Contains("Assign it to a variable first, as in value={workspace}, and use the variable.", error.Message);
    }

    [Theory]
    [InlineData("claude -p {prompt}", true)]
    [InlineData("claude -p \"{prompt}\"", true)]
    [InlineData("claude -p", false)]
    [InlineData("claude -p ${prompt}", false)]
    [InlineData("claude -p # {prompt}", false)]
    public void An_instrument_contains_the_prompt_or_reads_it(string instrument, bool hasPlace) =>
        Assert.Equal(hasPlace, PlaceholderExpander.HasPromptPlace(instrument));

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public void A_prompt_is_one_word() => Assert.Equal(
        $"-p:{Nasty}:/w:2",
        Run(new PlaceholderExpander(2, "/w").InInstrument("printf '%s:%s:%s:%s' -p {prompt} {workspace} {sheet_num}", Nasty)));

    [Theory]
    [InlineData("out/{sheet_num}.md", "/my work/out/7.md")]
    [InlineData("{workspace}/a{sheet_num}{x}", "/my work/a7{x}")]
    [InlineData("/else/where", "/else/where")]
    [InlineData("../up", "/up")]
    public void A_relative_path_starts_at_the_workspace(string path, string expected) =>
        Assert.Equal(expected, new PlaceholderExpander(7, "/my work").InPath(path));

    [Theory]
    [InlineData(@"dir {workspace}", @"C:\a & b", @"dir ""C:\a & b""")]
    [InlineData(@"dir ""{workspace}\x""", @"C:\a & b", @"dir ""C:\a & b\x""")]
    [InlineData(@"dir {workspace}\x", @"C:\a b", @"dir ""C:\a b""\x")]
    [InlineData(@"dir {workspace}", @"C:\", @"dir ""C:\\""")]
    [InlineData(@"dir ""{workspace}""", @"C:\", @"dir ""C:\\""")]
    [InlineData(@"dir ""{workspace}x""", @"C:\", @"dir ""C:\x""")]
    [InlineData(@"echo ^""{workspace}", @"C:\a&b", @"echo ^""""C:\a&b""")]
    public void Values_for_cmd_are_in_double_quotes(string command, string value, string expected) =>
        Assert.Equal(
            expected,
            PlaceholderExpander.Expand(command, new Dictionary<string, string> { ["workspace"] = value }, isWindows: true));

    [Theory]
    [InlineData("a%PATH%", "the character %")]
    [InlineData("a\"b", "the character \"")]
    [InlineData("a\nb", "more than one line")]
    public void A_value_that_cmd_cannot_quote_is_an_error(string value, string what) => Assert.Contains(
        $"its value contains {what}, which cmd cannot quote. Remove {{prompt}} from the instrument",
        Assert.Throws<MarianneException>(() => PlaceholderExpander.Expand(
            "claude {prompt}", new Dictionary<string, string> { ["prompt"] = value }, isWindows: true)).Message);

    private static string Fill(string command, string value) => PlaceholderExpander.Expand(
        command, new Dictionary<string, string> { ["workspace"] = value, ["sheet_num"] = "3" }, isWindows: false);

    private string Run(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.Result;
        return output;
    }
}
