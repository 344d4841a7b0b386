using Marianne.Text;

namespace Marianne.Running;

/// <summary>The user and the host of this process.</summary>
public static class CurrentUser
{
    private const int Longest = 200;

    /// <summary>The name of the user and of the host, such as <c>ada@build1</c>.</summary>
    public static string Name { get; } =
        TextTruncation.ShortenPrintable($"{Environment.UserName}@{Environment.MachineName}", Longest);
}
