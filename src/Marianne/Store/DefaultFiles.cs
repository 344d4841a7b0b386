namespace Marianne.Commands;

/// <summary>Where state is kept when nobody says where: <c>~/.marianne</c>, or <c>$env:MARIANNE_HOME</c>.</summary>
internal static class DefaultFiles
{
    /// <summary>The jobs.</summary>
    public static string Jobs => InHome("state.db");

    /// <summary>What was learned.</summary>
    public static string Learning => InHome("global-learning.db");

    private static string InHome(string file)
    {
        string? home = Environment.GetEnvironmentVariable("MARIANNE_HOME");
        if (string.IsNullOrEmpty(home))
            home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".marianne");
        return Path.GetFullPath(Path.Combine(home, file));
    }
}
