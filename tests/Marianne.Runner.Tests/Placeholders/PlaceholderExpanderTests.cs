using System.Diagnostics;
using CsCheck;
using Marianne.Placeholders;
using Xunit;

namespace Marianne.Runner.Tests.Placeholders;

public sealed class PlaceholderExpanderTests : WorkFolder
{
    private const string Nasty =
        "/a b/it's \"$(echo>pwned)\" `echo>pwned` ;echo>pwned; $HOME \\ \n echo>pwned\n # & | * ? ~ {x} {sheet_num} \\";

    /// <summary>What somebody could name a folder to run something, or to end what its name stands in.</summary>
    private static readonly Gen<string> Values = Gen.OneOf(
        "$(echo>pwned)", "`echo>pwned`", ";echo>pwned;", "\necho>pwned\n", "|echo>pwned|", "&echo>pwned&", "'", "\"", "\\", "$",
        "`", "(", ")", "}", "{", "E", "\nE\n", "a", "1", "#", " ", "\t", "*", "é", "😀", "!", "{workspace}", "$PATH", "\r", "-")
        .Array[0, 12].Select(string.Concat);

    /// <summary>What an author could write around a place, and much that nobody would.</summary>
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
    [InlineData("w={workspace}; printf %s \"${w}\" \"`printf %s \"$w\" | wc -l | tr -d ' '`\"", "W2")]
    public void A_command_means_what_it_says(string command, string expected) => Assert.Equal(
        expected.Replace("W", Nasty, StringComparison.Ordinal), Run(new PlaceholderExpander(3, Nasty).InCommand(command)));

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public void Any_value_stays_as_it_is_in_any_quotes() => Values.Array[10].Sample(
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
    public void Nothing_in_a_value_ever_runs() => Gen.Select(Commands, Values).Sample(
        (command, value) =>
        {
            try
            {
                Run(Fill(command, value));
            }
            catch (MarianneException refused)
            {
                Assert.Contains("cannot have {workspace} where it stands", refused.Message);
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
    public void Where_no_quoting_is_safe_there_is_an_error(string command)
    {
        MarianneException error = Assert.Throws<MarianneException>(() => new PlaceholderExpander(1, "/w").InCommand(command));

        Assert.Equal(MarianneError.InvalidParameter, error.Error);
        Assert.Contains("Give it to a variable first, as in value={workspace}, and use that.", error.Message);
    }

    [Theory]
    [InlineData("claude -p {prompt}", true)]
    [InlineData("claude -p \"{prompt}\"", true)]
    [InlineData("claude -p", false)]
    [InlineData("claude -p ${prompt}", false)]
    [InlineData("claude -p # {prompt}", false)]
    public void An_instrument_has_a_place_for_the_prompt_or_reads_it(string instrument, bool hasPlace) =>
        Assert.Equal(hasPlace, PlaceholderExpander.HasPromptPlace(instrument));

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public void A_prompt_is_one_word_whatever_it_says() => Assert.Equal(
        $"-p:{Nasty}:/w:2",
        Run(new PlaceholderExpander(2, "/w").InInstrument("printf '%s:%s:%s:%s' -p {prompt} {workspace} {sheet_num}", Nasty)));

    [Theory]
    [InlineData("out/{sheet_num}.md", "/my work/out/7.md")]
    [InlineData("{workspace}/a{sheet_num}{x}", "/my work/a7{x}")]
    [InlineData("/else/where", "/else/where")]
    [InlineData("../up", "/up")]
    public void A_path_is_the_workspaces(string path, string expected) =>
        Assert.Equal(expected, new PlaceholderExpander(7, "/my work").InPath(path));

    [Theory]
    [InlineData(@"dir {workspace}", @"C:\a & b", @"dir ""C:\a & b""")]
    [InlineData(@"dir ""{workspace}\x""", @"C:\a & b", @"dir ""C:\a & b\x""")]
    [InlineData(@"dir {workspace}\x", @"C:\a b", @"dir ""C:\a b""\x")]
    [InlineData(@"dir {workspace}", @"C:\", @"dir ""C:\\""")]
    [InlineData(@"dir ""{workspace}""", @"C:\", @"dir ""C:\\""")]
    [InlineData(@"dir ""{workspace}x""", @"C:\", @"dir ""C:\x""")]
    [InlineData(@"echo ^""{workspace}", @"C:\a&b", @"echo ^""""C:\a&b""")]
    public void For_cmd_it_is_put_in_double_quotes(string command, string value, string expected) =>
        Assert.Equal(
            expected, PlaceholderExpander.Fill(command, new Dictionary<string, string> { ["workspace"] = value }, isWindows: true));

    [Theory]
    [InlineData("a%PATH%", "the character %")]
    [InlineData("a\"b", "the character \"")]
    [InlineData("a\nb", "more than one line")]
    public void What_cmd_cannot_quote_is_refused(string value, string what) => Assert.Contains(
        $"it holds {what}, which cmd takes for its own in any quotes. Leave {{prompt}} out of the instrument",
        Assert.Throws<MarianneException>(() => PlaceholderExpander.Fill(
            "claude {prompt}", new Dictionary<string, string> { ["prompt"] = value }, isWindows: true)).Message);

    private static string Fill(string command, string value) => PlaceholderExpander.Fill(
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
