global using static Marianne.Storage.Tests.StoreAssert;
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
}
