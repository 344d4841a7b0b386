using Marianne.Placeholders;
using Xunit;

namespace Marianne.Runner.Tests.Placeholders;

/// <summary>Values in the code of another program, which would be quoted for the first shell only.</summary>
public sealed class SecondShellTests
{
    private static readonly Dictionary<string, string> Odd = new() { ["workspace"] = "/a;echo INJECTED", ["prompt"] = "it's" };

    [Theory]
    [InlineData("\"$(")]
    [InlineData("sh -c $(")]
    [InlineData("$(")]
    public void A_value_in_very_deep_substitutions_is_refused(string level)
    {
        string command = string.Concat(Enumerable.Repeat(level, 40_000)) + "{workspace}";

        Assert.Throws<MarianneException>(() => PlaceholderExpander.Expand(command, Odd, isWindows: false));
        Assert.EndsWith(
            "/plain",
            PlaceholderExpander.Expand($"{level}{{workspace}}", new Dictionary<string, string> { ["workspace"] = "/plain" }, false)
                .TrimEnd('\''),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${'")]
    [InlineData("${\"")]
    [InlineData("$((")]
    public void A_value_at_any_other_great_depth_is_refused(string level) => Assert.Throws<MarianneException>(
        () => PlaceholderExpander.Expand(
            string.Concat(Enumerable.Repeat(level, 40_000)) + "{workspace}", Odd, isWindows: false));

    [Theory]
    [InlineData("sh -c \"ls {workspace}\"")]
    [InlineData("sh -c 'ls {workspace}'")]
    [InlineData("sh -ec {workspace}")]
    [InlineData("/bin/bash -lc \"cd {workspace} && make\"")]
    [InlineData("bash --norc -c 'ls {workspace}'")]
    [InlineData("bash -o pipefail -c 'ls {workspace}'")]
    [InlineData("x=1 sudo -u bob sh -c 'ls {workspace}'")]
    [InlineData("env A=b zsh -c 'ls {workspace}'")]
    [InlineData("docker exec x sh -c 'ls {workspace}'")]
    [InlineData("echo a | xargs sh -c 'ls {workspace}'")]
    [InlineData("find . -exec sh -c 'cp $1 {workspace}' _ {} \\;")]
    [InlineData("su - bob -c 'ls {workspace}'")]
    [InlineData("su --command='ls {workspace}' bob")]
    [InlineData("flock lock -c 'ls {workspace}'")]
    [InlineData("eval ls {workspace}")]
    [InlineData("eval \"ls {workspace}\"")]
    [InlineData("ssh host ls {workspace}")]
    [InlineData("ssh host \"claude -p {prompt}\"")]
    [InlineData("watch ls {workspace}")]
    [InlineData("trap 'rm -r {workspace}' EXIT")]
    [InlineData("echo ls {workspace} | sh")]
    [InlineData("echo ls {workspace} | tee log | bash -s")]
    [InlineData("echo ls {workspace} | sudo sh -x")]
    [InlineData("echo ls {workspace} | ssh host")]
    [InlineData("(echo ls {workspace}; echo) | sh")]
    [InlineData("{ echo ls {workspace}; echo; } | sh")]
    [InlineData("for i in 1 2; do echo ls {workspace}; done | sh")]
    [InlineData("printf %s {workspace} | xargs -I% sh -c 'ls %'")]
    [InlineData("bash <<< \"ls {workspace}\"")]
    [InlineData("x=$(sh -c 'ls {workspace}')")]
    [InlineData("sh -c \"$(printf 'ls %s' {workspace})\"")]
    [InlineData("true && sh -c 'ls {workspace}' || true")]
    [InlineData("cd /; sh -c 'ls {workspace}' 2>&1")]
    [InlineData("pwsh -NoProfile -Command Get-Item {workspace}")]
    [InlineData("powershell -c \"ls {workspace}\"")]
    [InlineData("python3 -c \"open('{workspace}')\"")]
    [InlineData("perl -ne 'print \"{workspace}\"'")]
    [InlineData("awk '{ print \"{workspace}\" }' file")]
    [InlineData("sed -i -e 's|x|{workspace}|' file")]
    public void A_value_that_another_program_would_read_as_code_is_refused(string command)
    {
        MarianneException error = Assert.Throws<MarianneException>(
            () => PlaceholderExpander.Expand(command, Odd, isWindows: false));

        Assert.Equal(MarianneError.InvalidParameter, error.Error);
        Assert.Contains("at this position: ", error.Message);
        Assert.Contains("reads it as code", error.Message);
    }

    [Theory]
    [InlineData("ls {workspace}")]
    [InlineData("sh {workspace}/run.sh")]
    [InlineData("bash -x {workspace}/run.sh {workspace}")]
    [InlineData("sh -c 'ls \"$1\"' sh {workspace}")]
    [InlineData("sudo sh -c 'ls \"$1\"' sh \"{workspace}\"")]
    [InlineData("ls {workspace} | sort")]
    [InlineData("echo ls; ls {workspace}; echo ls | sh")]
    [InlineData("cat {workspace}/a && sh -c 'true'")]
    [InlineData("python3 {workspace}/a.py -c {workspace}")]
    [InlineData("python3 -c 'import sys; print(sys.argv[1])' {workspace}")]
    [InlineData("awk -f prog.awk {workspace}/file")]
    [InlineData("awk '{ print }' {workspace}/file")]
    [InlineData("sed -n 1p {workspace}/file")]
    [InlineData("sed -e 1p -e 2p {workspace}/file")]
    [InlineData("pwsh -File {workspace}/a.ps1")]
    [InlineData("claude -p {prompt}")]
    [InlineData("cd {workspace} # sh -c '")]
    public void A_value_that_is_an_argument_is_not(string command) =>
        Assert.Contains("INJECTED", PlaceholderExpander.Expand(command + " {workspace}", Odd, isWindows: false));

    [Theory]
    [InlineData("/home/a-b/c_d.e", true)]
    [InlineData("/home/ä", true)]
    [InlineData("", false)]
    [InlineData("/a b", false)]
    [InlineData("/a;b", false)]
    [InlineData("/a'b", false)]
    [InlineData("/a$b", false)]
    [InlineData("/a\nb", false)]
    [InlineData("/a\\b", false)]
    public void A_value_without_special_characters_is_allowed_everywhere(string value, bool isPlain)
    {
        Assert.Equal(isPlain, SecondShell.IsPlain(value, isWindows: false));
        if (isPlain)
        {
            Assert.Contains(value, PlaceholderExpander.Expand(
                "sh -c 'ls {workspace}'", new Dictionary<string, string> { ["workspace"] = value }, isWindows: false));
        }
    }
}
