namespace Marianne.Commands;

/// <summary>The addresses of the help pages, which <c>Get-Help -Online</c> opens.</summary>
internal static class HelpPage
{
    /// <summary>The folder of the pages, as in <see cref="System.Management.Automation.CmdletCommonMetadataAttribute.HelpUri"/>.</summary>
    public const string Folder = "https://github.com/marianne-ps/marianne/blob/main/docs/en-US/";
}
