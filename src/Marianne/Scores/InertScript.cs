namespace Marianne.Commands;

/// <summary>
/// Replaces the statements for which PowerShell's parser itself loads modules and assemblies: <c>using</c>, except for namespaces,
/// and <c>configuration</c>. Positions stay the same, and so do variables such as <c>$using:a</c>.
/// </summary>
internal static class InertScript
{
    /// <summary>
    /// Words of the same length with which a statement of the same form stays valid. The first is a command, the second a keyword.
    /// </summary>
    private static readonly (string Word, string Replacement)[] Replacements =
        [("using", "echo "), ("configuration", "function     ")];

    /// <summary>Returns a script that can be parsed without running anything.</summary>
    public static string Of(string script)
    {
        char[]? inert = null;
        int start = 0;
        while (StartOfUsing(script, start) is { } statement)
        {
            // A statement that is the first one may be followed by param, which a command may not.
            start = EndOfStatement(script, statement);
            if (IsNamespace(script, statement))
                continue;
            inert ??= script.ToCharArray();
            Array.Fill(inert, ' ', statement, start - statement);
        }

        foreach ((string word, string replacement) in Replacements)
        {
            for (int at = start; (at = script.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += word.Length)
            {
                if (!IsKeyword(script, at, word))
                    continue;
                inert ??= script.ToCharArray();
                replacement.CopyTo(0, inert, at, word.Length);
            }
        }

        return inert is null ? script : new string(inert);
    }

    /// <summary>Returns the start of a using statement that only spaces and comments precede, or <c>null</c>.</summary>
    private static int? StartOfUsing(string script, int start)
    {
        int at = start;
        while (at < script.Length)
        {
            if (char.IsWhiteSpace(script[at]) || script[at] is ';' or '\uFEFF')
                at++;
            else if (script[at] == '#')
                at = IndexAfter(script, "\n", at);
            else if (string.CompareOrdinal(script, at, "<#", 0, 2) == 0)
                at = IndexAfter(script, "#>", at);
            else
                break;
        }

        return string.Compare(script, at, "using", 0, 5, StringComparison.OrdinalIgnoreCase) == 0 && IsKeyword(script, at, "using")
            ? at
            : null;
    }

    private static bool IsNamespace(string script, int start) =>
        script.AsSpan(start + "using".Length).TrimStart(' ').StartsWith("namespace ", StringComparison.OrdinalIgnoreCase);

    private static int IndexAfter(string script, string end, int start)
    {
        int found = script.IndexOf(end, start, StringComparison.Ordinal);
        return found < 0 ? script.Length : found + end.Length;
    }

    /// <summary>Returns the end of a using statement. The specification of a module can have several lines.</summary>
    private static int EndOfStatement(string script, int start)
    {
        int braces = 0;
        for (int at = start; at < script.Length; at++)
        {
            char c = script[at];
            if (c == '`')
                at++;
            else if (c is '\'' or '"')
                at = Math.Max(at, IndexAfter(script, $"{c}", at + 1) - 1);
            else if (c is '{' or '}')
                braces += c == '{' ? 1 : -1;
            else if (c is '\r' or '\n' or ';' && braces <= 0)
                return at;
        }

        return script.Length;
    }

    private static bool IsKeyword(string script, int at, string word) =>
        (at == 0 || !IsPartOfWord(script[at - 1]) && !(script[at - 1] == '{' && at > 1 && script[at - 2] is '$'))
        && (at + word.Length >= script.Length || script[at + word.Length] is var next && !IsPartOfWord(next));

    private static bool IsPartOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '-' or '.' or ':' or '@';
}
