# Importing the module, the isolation of its packages, and its pipelines.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    $module = "$root/Marianne.psd1"

    # Runs a script in a separate process, with the path of the module and a folder. Returns its output.
    function Invoke-Alone([scriptblock] $Script) {
        $folder = (New-Item "$TestDrive/$([guid]::NewGuid())" -ItemType Directory).FullName
        $text = "`$ErrorActionPreference = 'Stop'; `$module = '$module'; `$folder = '$folder'; `$env:MARIANNE_HOME = `"`$folder/home`"`n$Script"
        $output = pwsh -NoProfile -NonInteractive -Command $text 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        $output
    }
}

Describe 'The manifest' {
    It 'is valid and exports exactly the cmdlets' {
        $manifest = Test-ModuleManifest $module
        $manifest.ExportedFunctions.Count + $manifest.ExportedAliases.Count + $manifest.ExportedVariables.Count | Should -Be 0
        $data = Import-PowerShellDataFile $module
        Import-Module $module
        $implemented = (Get-Command Connect-Marianne).ImplementingType.Assembly.GetExportedTypes() |
            Where-Object { $_.IsSubclassOf([Management.Automation.PSCmdlet]) -and -not $_.IsAbstract } |
            ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) } |
            ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
        $implemented | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
    }

    It 'has the <Kind> data of every concept' -ForEach @(@{ Kind = 'Format'; Path = '//View/Name' }, @{ Kind = 'Types'; Path = '/Types/Type/Name' }) {
        $written = Select-Xml $Path "$root/src/Marianne/Views/*.$Kind.ps1xml" | ForEach-Object { $_.Node.InnerText }
        $joined = Select-Xml $Path "$root/bin/Marianne.$Kind.ps1xml" | ForEach-Object { $_.Node.InnerText }
        $joined | Sort-Object | Should -Be ($written | Sort-Object)
        $joined.Count | Should -BeGreaterThan 10
    }

    It 'has the version of its assemblies' {
        $version = (Import-PowerShellDataFile $module).ModuleVersion
        foreach ($file in 'Marianne.dll', 'Marianne.Core.dll', 'storage/Marianne.Storage.dll') {
            [Reflection.AssemblyName]::GetAssemblyName("$root/bin/$file").Version.ToString(3) | Should -Be $version
        }
    }
}

Describe 'Storage' {
    It 'is not loaded on import or by cmdlets that need no store' {
        Invoke-Alone {
            Import-Module $module
            $null = Get-MarianneStore
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^(Marianne\.Storage|.*Sqlite.*)$'
        } | Should -BeNullOrEmpty
    }

    It 'causes no warning about a foreign SQLite library if a link to the module is imported' {
        Invoke-Alone {
            $null = New-Item "$folder/link" -ItemType SymbolicLink -Value (Split-Path $module)
            Import-Module "$folder/link/Marianne.psd1"
            foreach ($name in 'a', 'b') {
                $null = Connect-Marianne "$folder/$name.db" -NoDefault -WarningVariable warnings 3> $null
                $warnings
            }
        } | Should -BeNullOrEmpty
    }

    It 'is loaded in a separate context that shares Core' {
        Invoke-Alone {
            Import-Module $module
            $null = New-MarianneJob x 1
            foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
                if ($assembly.GetName().Name -match '^Marianne|Sqlite') {
                    '{0}: {1}' -f [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name, $assembly.GetName().Name
                }
            }
        } | Where-Object { $_ -notmatch 'SQLitePCLRaw' } | Sort-Object | Should -Be @(
            'Default: Marianne'
            'Default: Marianne.Core'
            'Default: Marianne.Runner'
            'Marianne.Storage: Marianne.Storage'
            'Marianne.Storage: Microsoft.Data.Sqlite'
        )
    }

    It 'does not conflict with other versions of its packages in another module' {
        $project = New-Item "$TestDrive/Other" -ItemType Directory
        Set-Content "$project/Other.csproj" @'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <EnableDynamicLoading>true</EnableDynamicLoading>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Data.Sqlite.Core" Version="9.0.0" />
    <PackageReference Include="PowerShellStandard.Library" Version="5.1.1" PrivateAssets="all" ExcludeAssets="runtime" />
  </ItemGroup>
</Project>
'@
        Set-Content "$project/GetOtherCommand.cs" @'
using System.Management.Automation;
using Microsoft.Data.Sqlite;

[Cmdlet(VerbsCommon.Get, "Other")]
public sealed class GetOtherCommand : PSCmdlet
{
    protected override void EndProcessing() =>
        WriteObject($"{typeof(SqliteConnection).Assembly.GetName().Version} {new SqliteConnectionStringBuilder("Data Source=x").DataSource}");
}
'@
        dotnet build $project -o "$TestDrive/Other/out" -v q | Out-Null
        if ($LASTEXITCODE -ne 0) {
            Set-ItResult -Skipped -Because 'the other module could not be built: its package is not available'
        }

        $env:OTHER_MODULE = "$TestDrive/Other/out/Other.dll"
        $version = [Reflection.AssemblyName]::GetAssemblyName("$TestDrive/Other/out/Microsoft.Data.Sqlite.dll").Version
        $version.Major | Should -Be 9
        $theirsFirst = Invoke-Alone {
            Import-Module $env:OTHER_MODULE
            Get-Other
            Import-Module $module
            (New-MarianneJob x 1).Name
            Get-Other
        }
        $theirsFirst | Should -Be "$version x", 'x', "$version x"

        $oursFirst = Invoke-Alone {
            Import-Module $module
            (New-MarianneJob x 1).Name
            Import-Module $env:OTHER_MODULE
            Get-Other
            (Get-MarianneJob).Name
        }
        $oursFirst | Should -Be 'x', "$version x", 'x'
    }
}

Describe 'Import' {
    It 'can be forced, and repeated after the module was removed' {
        Invoke-Alone {
            Import-Module $module
            $null = New-MarianneJob -Id one -TotalSheets 1
            Import-Module $module -Force
            $null = New-MarianneJob -Id two -TotalSheets 1
            $job = Get-MarianneJob one
            Remove-Module Marianne
            Import-Module $module
            $job.Name = 'kept'
            $job | Save-MarianneCheckpoint
            (Get-MarianneJob).Id
            (Get-MarianneJob one).UpdatedAt.GetType().Name
        } | Should -Be one, two, DateTime
    }

    It 'works in sixteen runspaces at the same time' {
        Invoke-Alone {
            $shells = 1..16 | ForEach-Object {
                $shell = [powershell]::Create().AddScript({
                        param($module, $folder, $number)
                        $ErrorActionPreference = 'Stop'
                        Import-Module $module
                        Connect-Marianne "$folder/shared.db"
                        $null = New-MarianneJob -Id "job$number" -TotalSheets 5
                        1..5 | ForEach-Object { Set-MarianneSheet "job$number" $_ InProgress; Set-MarianneSheet "job$number" $_ Completed }
                        (Get-MarianneJob "job$number").Status
                        Disconnect-Marianne
                    }).AddArgument($module).AddArgument($folder).AddArgument($_)
                @{ Shell = $shell; Result = $shell.BeginInvoke() }
            }

            $shells | ForEach-Object { $_.Shell.EndInvoke($_.Result) } | Group-Object | ForEach-Object { "$($_.Count) $($_.Name)" }
            Import-Module $module
            Connect-Marianne "$folder/shared.db" -MustExist
            (Get-MarianneJob).Count
        } | Should -Be '16 Completed', 16
    }
}

Describe 'Pipelines' {
    BeforeAll {
        Enter-TestSession $TestDrive
        Connect-Marianne "$TestDrive/pipelines.db"
        1..250 | ForEach-Object { $null = New-MarianneJob -Id "job$_" -TotalSheets 2 }
    }

    AfterAll {
        Exit-TestSession
    }

    It 'can end early' {
        (Get-MarianneJob | Select-Object -First 1).Id | Should -Be job250
        (Get-MarianneSheet job* | Select-Object -First 3).Count | Should -Be 3
        1..300 | ForEach-Object { New-MarianneJob "early$_" 1 } | Select-Object -First 2 | Out-Null
        Set-MarianneSheet job1 1, 2 Skipped
        (Get-MarianneJob job1).Status | Should -Be Completed
        @(Get-MarianneJob early*).Count | Should -Be 2
    }

    It 'can change the objects that they read' {
        Get-MarianneJob job* | ForEach-Object { $_.Description = 'read'; $_ } | Save-MarianneCheckpoint
        @(Get-MarianneJob job* | Where-Object Description -eq read).Count | Should -Be 250
    }

    It 'use the connected store in parallel' {
        1..20 | ForEach-Object -Parallel {
            Import-Module $using:module
            $null = New-MarianneJob -Id "parallel$_" -TotalSheets 1
        } -ThrottleLimit 8
        @(Get-MarianneJob parallel*).Count | Should -Be 20
        "$TestDrive/home" | Should -Not -Exist
    }

    It 'can be stopped, and then write nothing' {
        $shell = [powershell]::Create().AddScript({
                param($module, $path)
                Import-Module $module
                $store = Connect-Marianne $path -NoDefault
                while ($true) { Get-MarianneJob -Store $store }
            }).AddArgument($module).AddArgument("$TestDrive/pipelines.db")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
        while ($output.Count -lt 500) { Start-Sleep -Milliseconds 20 }
        $shell.Stop()
        $count = $output.Count
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Streams.Error | Should -BeNullOrEmpty
        Start-Sleep -Milliseconds 100
        $output.Count | Should -Be $count
        $run.IsCompleted | Should -BeTrue
        @(Get-MarianneJob job*).Count | Should -Be 250
    }

    It 'do not change the error of another cmdlet' {
        { Get-MarianneJob | ForEach-Object { throw [IO.IOException]::new('not ours') } } | Should -Throw -ExceptionType ([IO.IOException])
        { Get-MarianneJob | ForEach-Object { Get-Item "$TestDrive/gone" -ErrorAction Stop } } | Should -Throw -ErrorId 'PathNotFound,*'
        $ours = { Get-MarianneJob gone -ErrorAction Stop } | Should -Throw -PassThru
        { Get-MarianneJob | ForEach-Object { throw $ours.Exception } } | Should -Throw -ExceptionType ([Marianne.MarianneException])
        @(Get-MarianneJob job*).Count | Should -Be 250
    }

    It 'are terminated by a corrupt store' {
        $closed = Connect-Marianne -InMemory -NoDefault
        $closed | Disconnect-Marianne
        { 'a', 'b' | Get-MarianneJob -Store $closed } | Should -Throw -ErrorId 'StoreClosed,*'
    }
}
