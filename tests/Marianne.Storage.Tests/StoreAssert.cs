global using static Marianne.Storage.Tests.StoreAssert;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests;

/// <summary>Assertions about errors of stores.</summary>
internal static class StoreAssert
{
    /// <summary>Asserts that an action fails with an error, and that no inner exception leaves the storage assembly.</summary>
    public static async Task<MarianneException> Fails(MarianneError error, Func<Task> action)
    {
        MarianneException exception = await Assert.ThrowsAsync<MarianneException>(action);
        Assert.Equal(error, exception.Error);
        Assert.Null(exception.InnerException);
        return exception;
    }

    /// <summary>Asserts that an action fails with an error whose message names a path.</summary>
    public static async Task FailsNaming(string path, MarianneError error, Func<Task> action) =>
        Assert.Contains(path, (await Fails(error, action)).Message, StringComparison.Ordinal);

    /// <summary>Asserts that access is denied to an account that may not enter a folder.</summary>
    public static async Task IsDeniedIn(string folder, string path, Func<Task> action)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("A thread has no account of its own here.");
            return;
        }

        UnixFileMode before = File.GetUnixFileMode(folder);
        string parent = Path.GetDirectoryName(folder)!;
        File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(folder, Environment.IsPrivilegedProcess ? UnixFileMode.UserWrite : UnixFileMode.None);
        try
        {
            await FailsNaming(path, MarianneError.StoreAccessDenied, () => OtherAccount.RunAsync(action));
        }
        finally
        {
            File.SetUnixFileMode(folder, before);
        }
    }
}
