// Kills processes that run jobs, copy them, save them and migrate their stores, and cuts the power of disks. After each kill
// it checks that nothing that was acknowledged is lost, that nothing is half written, and that nothing runs twice.
// Usage: Torture --pwsh <folder of PowerShell> [--minutes <n>] [--seed <n>] [--result <CTRF file>]
using Marianne.Torture;

return await new TortureRun(TortureOptions.Parse(args)).RunAsync() ? 0 : 1;
