using Marianne.Options;

namespace Marianne.Instruments;

/// <summary>The rules of JSON pointers in profiles, such as <c>/usage/input_tokens</c>. The step <c>*</c> is any item.</summary>
internal static class JsonPointer
{
    /// <summary>The regular expression of a pointer.</summary>
    public const string Pattern = "^(/.*)?$";

    /// <summary>What a pointer is.</summary>
    public const string Meaning = "a JSON pointer such as /result, which begins with /";

    /// <summary>Returns the problems of keys that must be pointers.</summary>
    /// <param name="path">The path of the map.</param>
    /// <param name="keys">The keys.</param>
    public static IEnumerable<OptionProblem> Validate(string path, IEnumerable<string> keys) => keys
        .Where(key => key.Length > 0 && key[0] != '/')
        .Select(key => new OptionProblem($"{path}.{key}", $"{OptionValue.Show(key)} is not {Meaning}. Correct it.") { IsOfKey = true });
}
