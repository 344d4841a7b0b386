namespace Marianne.Learning;

/// <summary>Creates the errors of limits across jobs.</summary>
public static class LimitErrors
{
    /// <summary>The limit does not exist.</summary>
    /// <param name="name">The name.</param>
    public static MarianneException NotFound(string name) => new(
        MarianneError.LimitNotFound,
        $"The limit '{name}' does not exist in this store. Use Get-MarianneLimit to list the limits.",
        name);

    /// <summary>A limit would limit nothing.</summary>
    /// <param name="name">The name.</param>
    public static MarianneException Empty(string name) => new(
        MarianneError.InvalidParameter,
        $"The limit '{name}' would limit nothing. Specify -Concurrent, -PerHour or both, or remove it with Remove-MarianneLimit.",
        name);
}
