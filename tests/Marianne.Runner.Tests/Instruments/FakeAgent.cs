using System.Text;
using Marianne.Instruments;
using Marianne.Testing;

namespace Marianne.Runner.Tests.Instruments;

/// <summary>
/// Programs with the names of agents. A program records its arguments and its standard input, and replays the next of its
/// replies.
/// </summary>
/// <param name="folder">The folder of the test.</param>
internal sealed class FakeAgent(TemporaryFolder folder)
{
    private const string Program = """
        #!/bin/sh
        dir=${0%/*}/../$(basename "$0")
        n=$(($(cat "$dir/count" 2>/dev/null || echo 0) + 1))
        echo $n > "$dir/count"
        for argument in "$@"; do printf '%s\0' "$argument"; done > "$dir/arguments.$n"
        cat > "$dir/input.$n"
        [ -f "$dir/reply.$n" ] || n=last
        [ -f "$dir/reply.$n" ] && . "$dir/reply.$n"
        exit 0
        """;

    /// <summary>The variables with which a command finds the programs.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["PATH"] = $"{folder["bin"]}:{System.Environment.GetEnvironmentVariable("PATH")}",
    };

    /// <summary>Creates a program.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="replies">What it does in its calls, as the code of a shell script.</param>
    /// <returns>The profile that lets a score find the program.</returns>
    public InstrumentOptions Create(string name, params string[] replies)
    {
        Directory.CreateDirectory(folder["bin"]);
        Directory.CreateDirectory(folder[name]);
        string file = folder[$"bin/{name}"];
        File.WriteAllText(file, Program.ReplaceLineEndings("\n") + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        for (int index = 0; index < replies.Length; index++)
            File.WriteAllText(folder[FormattableString.Invariant($"{name}/reply.{index + 1}")], replies[index]);
        return new InstrumentOptions { Environment = Environment };
    }

    /// <summary>The number of calls of a program.</summary>
    public int CallsOf(string name) => File.Exists(folder[$"{name}/count"])
        ? int.Parse(File.ReadAllText(folder[$"{name}/count"]), System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    /// <summary>The arguments of a call.</summary>
    public string[] ArgumentsOf(string name, int call = 1) =>
        Encoding.UTF8.GetString(File.ReadAllBytes(folder[FormattableString.Invariant($"{name}/arguments.{call}")]))
            .Split('\0')[..^1];

    /// <summary>The standard input of a call.</summary>
    public byte[] InputOf(string name, int call = 1) =>
        File.ReadAllBytes(folder[FormattableString.Invariant($"{name}/input.{call}")]);

    /// <summary>Returns the code that writes lines.</summary>
    public static string Say(params string[] lines) =>
        string.Join('\n', lines.Select(line => $"printf '%s\\n' '{line.Replace("'", "'\\''", StringComparison.Ordinal)}'")) + "\n";
}
