using System.Text.Json;

namespace Marianne.Text;

/// <summary>
/// Converts names to snake_case, as files and stores hold them, and back: <c>PausedAtChain</c> is <c>paused_at_chain</c>.
/// </summary>
public static class SnakeCaseName
{
    /// <summary>Returns a name in snake_case.</summary>
    /// <param name="name">The name in PascalCase.</param>
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>
    /// Returns the name of an enum member in snake_case, or the digits of a number that has no member: PowerShell converts any
    /// number to an enum.
    /// </summary>
    /// <param name="value">The member.</param>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.ByValue.TryGetValue(value, out string? name) ? name : value.ToString("D");

    /// <summary>
    /// Returns the enum member that has a name in snake_case. The member <c>Unknown</c>, which stands for any other name, is
    /// never returned.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The member.</param>
    /// <returns><c>false</c> if no member has the name.</returns>
    public static bool TryParse<TEnum>(string name, out TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.ByName.TryGetValue(name, out value);

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> ByValue =
            Enum.GetValues<TEnum>().ToDictionary(value => value, value => Of(value.ToString()));

        public static readonly Dictionary<string, TEnum> ByName = ByValue
            .Where(pair => pair.Key.ToString() != "Unknown")
            .ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
