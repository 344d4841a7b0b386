namespace Marianne.Files;

/// <summary>Resolves paths that begin at the user's home folder. Shells expand <c>~</c>, but schedulers such as cron do not.</summary>
public static class HomePath
{
    /// <summary>The full path of the user's home folder; empty if the account has none.</summary>
    public static string Folder => Environment.GetFolderPath(
        Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>Returns a path with a leading <c>~</c> replaced by the home folder. Any other path is returned unchanged.</summary>
    /// <param name="path">The path.</param>
    public static string Expand(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path is "~" or ['~', '/' or '\\', ..] ? Path.Join(Folder, path[1..].TrimStart('/', '\\')) : path;
    }
}
