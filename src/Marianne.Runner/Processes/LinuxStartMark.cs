using System.Globalization;
using Marianne.Files;

namespace Marianne.Processes;

/// <summary>What distinguishes a Linux process from others of the same host that have or had the same id.</summary>
/// <param name="BootId">The id that the kernel chose when it started.</param>
/// <param name="StartTick">The kernel's tick at which the process started. The clock can be set, ticks cannot.</param>
/// <param name="Namespace">
/// The number of the namespace in which the process has its id, as containers have one each; <c>null</c> if it was not recorded.
/// </param>
internal sealed record LinuxStartMark(string BootId, ulong StartTick, ulong? Namespace)
{
    private const string NamespaceLink = "/proc/self/ns/pid";
    private const string NamespacePrefix = "pid:[";

    /// <summary>
    /// Returns the mark of a process that has its id in the namespace of this process, or <c>null</c> if it is not known.
    /// </summary>
    /// <param name="process">The process.</param>
    public static LinuxStartMark? Of(LinuxProcessInfo process)
    {
        try
        {
            return MachineBoot.Id is { } boot ? new(boot, process.Id.StartTick, OwnNamespace()) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads a mark. Earlier versions wrote it without a namespace. Returns <c>null</c> for any other text.</summary>
    /// <param name="text">The text.</param>
    public static LinuxStartMark? Parse(string text)
    {
        string[] parts = text.Split(':');
        ulong number = 0;
        return parts.Length is 2 or 3
            && Guid.TryParse(parts[0], out _)
            && IsNumber(parts[1], out ulong tick)
            && (parts.Length == 2 || IsNumber(parts[2], out number))
            ? new LinuxStartMark(parts[0], tick, parts.Length == 2 ? null : number)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Namespace is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{BootId}:{StartTick}:{number}")
        : string.Create(CultureInfo.InvariantCulture, $"{BootId}:{StartTick}");

    /// <summary>Returns the namespace of this process, or <c>null</c> if this kernel has none.</summary>
    private static ulong? OwnNamespace() =>
        new FileInfo(NamespaceLink).LinkTarget is { } target
        && target.StartsWith(NamespacePrefix, StringComparison.Ordinal)
        && IsNumber(target[NamespacePrefix.Length..^1], out ulong number)
            ? number
            : null;

    private static bool IsNumber(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
