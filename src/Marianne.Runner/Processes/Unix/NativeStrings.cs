using System.Runtime.InteropServices;
using System.Text;

namespace Marianne.Processes;

/// <summary>Strings for the C library: encoded as UTF-8, each ending with a null character.</summary>
/// <param name="texts">The strings.</param>
internal sealed class NativeStrings(IEnumerable<string> texts) : IDisposable
{
    /// <summary>The addresses of the strings, and a null pointer at the end.</summary>
    public IntPtr[] Addresses { get; } = [.. texts.Select(Marshal.StringToCoTaskMemUTF8), IntPtr.Zero];

    /// <summary>Returns a string as the C library expects it.</summary>
    /// <param name="text">The string.</param>
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text + '\0');

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IntPtr address in Addresses)
            Marshal.FreeCoTaskMem(address);
    }
}
