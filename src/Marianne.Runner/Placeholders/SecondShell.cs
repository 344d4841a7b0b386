using System.Text.RegularExpressions;

namespace Marianne.Placeholders;

/// <summary>
/// Finds the places in a command that another program reads as code, such as the text after <c>sh -c</c>. A value there is
/// quoted for the first shell only, so a part of it could run.
/// </summary>
internal static partial class SecondShell
{
    private static readonly HashSet<string> Shells = new(StringComparer.OrdinalIgnoreCase)
    {
        "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "busybox", "rbash", "yash",
    };

    private static readonly HashSet<string> WindowsShells = new(StringComparer.OrdinalIgnoreCase) { "pwsh", "powershell", "cmd" };

    /// <summary>All their arguments are the text of a command.</summary>
    private static readonly HashSet<string> Evaluators = new(StringComparer.OrdinalIgnoreCase)
    {
        "eval", "ssh", "rsh", "mosh", "watch", "parallel", "trap",
    };

    /// <summary>The argument of their option -c is the text of a command.</summary>
    private static readonly HashSet<string> Switchers = new(StringComparer.OrdinalIgnoreCase)
    {
        "su", "runuser", "script", "flock", "sg", "newgrp", "unshare",
    };

    /// <summary>Their first argument, or that of an option such as -e, is code.</summary>
    private static readonly HashSet<string> Filters = new(StringComparer.OrdinalIgnoreCase) { "awk", "gawk", "mawk", "nawk", "sed" };

    /// <summary>Returns the ranges of a command that are the code of another program.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isWindows">Indicates whether the shell is cmd; otherwise it is sh.</param>
    public static IReadOnlyList<CodeRange> Find(string command, bool isWindows)
    {
        List<CodeRange> ranges = [];
        var reader = new ShellWordReader(command, isWindows);
        foreach (ShellPipeline pipeline in reader.Read())
        {
            for (int index = 0; index < pipeline.Commands.Count; index++)
            {
                List<ShellWord> words = pipeline.Commands[index];
                string? program = AddCode(words, ranges);
                if (program is null || index == 0)
                    continue;

                // What is before the pipe is the text of a command. A group can begin in an earlier line.
                List<ShellWord> first = pipeline.Commands[0];
                bool isGroup = pipeline.FollowsGroup || pipeline.Commands[index - 1] is [.., { Text: "}" or "done" or "fi" or "esac" }];
                ranges.Add(new(isGroup || first.Count == 0 ? 0 : first[0].Start, words[0].Start, program));
            }
        }

        // What a deeper substitution does with a value is not known.
        if (reader.TooDeep is { } tooDeep)
            ranges.Add(new(tooDeep, command.Length, "sh"));
        return ranges;
    }

    /// <summary>
    /// Determines whether a value has only characters that no shell interprets, so that it is safe at every place.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="isWindows">Indicates whether the shell is cmd; otherwise it is sh.</param>
    public static bool IsPlain(string value, bool isWindows) =>
        value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || "_@%+=:,./-".Contains(c, StringComparison.Ordinal)
            || (isWindows && c == '\\'));

    /// <summary>Adds the words that are code. Returns the program that reads code from its standard input, or <c>null</c>.</summary>
    private static string? AddCode(List<ShellWord> words, List<CodeRange> ranges)
    {
        string? reader = null;
        for (int index = 0; index < words.Count; index++)
        {
            string name = words[index].ProgramName;
            if (Evaluators.Contains(name))
            {
                AddAll(index + 1, name);
                reader = name is "ssh" or "rsh" or "mosh" or "parallel" ? name : reader;
            }
            else if (Shells.Contains(name) || Interpreter().IsMatch(name))
            {
                reader = AddShell(words, index, ranges) ? name : reader;
            }
            else if (WindowsShells.Contains(name) && FindOption(index + 1, WindowsOption()) is { } option)
            {
                AddAll(option + 1, name);
            }
            else if (Switchers.Contains(name) && FindOption(index + 1, CommandOption()) is { } command)
            {
                Add(words[command].Text.Contains('=') ? command : command + 1, name);
            }
            else if (Filters.Contains(name))
            {
                AddFilter(index + 1, name);
            }
        }

        return reader;

        void Add(int word, string program)
        {
            if (word < words.Count)
                ranges.Add(new(words[word].Start, words[word].End, program));
        }

        void AddAll(int word, string program)
        {
            if (word < words.Count)
                ranges.Add(new(words[word].Start, words[^1].End, program));
        }

        void AddFilter(int word, string program)
        {
            bool hasCode = FindOption(word, FileOption()) is not null;
            for (int option = word; option < words.Count; option++)
            {
                if (CodeOption().IsMatch(words[option].Text))
                {
                    Add(option + 1, program);
                    hasCode = true;
                }
            }

            for (; word < words.Count && !hasCode; word++)
            {
                if (words[word].Text is "-F" or "-v")
                    word++;
                else if (!words[word].Text.StartsWith('-'))
                {
                    Add(word, program);
                    hasCode = true;
                }
            }
        }

        int? FindOption(int word, Regex pattern) =>
            words.FindIndex(Math.Min(word, words.Count), candidate => pattern.IsMatch(candidate.Text)) is >= 0 and int found
                ? found
                : null;
    }

    /// <summary>Adds the code of a shell or an interpreter. Returns whether it reads its code from its standard input.</summary>
    private static bool AddShell(
        List<ShellWord> words, int shell, List<CodeRange> ranges)
    {
        string name = words[shell].ProgramName;
        Regex option = Shells.Contains(name) ? CommandOption() : CodeOption();
        bool hasCode = false;
        for (int index = shell + 1; index < words.Count; index++)
        {
            string word = words[index].Text;
            if (word.StartsWith("<<<", StringComparison.Ordinal))
            {
                ranges.Add(new(words[index].Start, words[^1].End, name));
            }
            else if (option.IsMatch(word))
            {
                hasCode = true;
            }
            else if (word is "-o" or "-O" or "+o" or "+O" or "--rcfile" or "--init-file")
            {
                index++;
            }
            else if (!word.StartsWith('-') && !word.StartsWith('+') && !Redirection().IsMatch(word))
            {
                if (hasCode)
                    ranges.Add(new(words[index].Start, words[index].End, name));
                return hasCode && words[..shell].Exists(earlier => earlier.ProgramName == "xargs");
            }
        }

        return !hasCode;
    }

    [GeneratedRegex(@"^(-[A-Za-z]*c[A-Za-z]*|--command(=.*)?|--session-command(=.*)?)$", RegexOptions.Singleline)]
    private static partial Regex CommandOption();

    [GeneratedRegex(@"^([-/](c|k|command|ec?|encodedcommand))$", RegexOptions.IgnoreCase)]
    private static partial Regex WindowsOption();

    [GeneratedRegex(@"^(-[A-Za-z]*[ceErp]|--eval|--exec|--expression|--print)$")]
    private static partial Regex CodeOption();

    [GeneratedRegex(@"^(-[A-Za-z]*f|--file)$")]
    private static partial Regex FileOption();

    [GeneratedRegex(@"^(python[0-9.]*|perl|ruby|node|nodejs|deno|bun|php|lua|Rscript|osascript)$", RegexOptions.IgnoreCase)]
    private static partial Regex Interpreter();

    [GeneratedRegex(@"^[0-9]*[<>]")]
    private static partial Regex Redirection();
}
