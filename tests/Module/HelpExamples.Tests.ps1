# The examples of the help. Each runs in a separate session, in a folder with the files that it names.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1"
    $examples = Get-ChildItem "$root/docs/en-US/*.md" | ForEach-Object { Get-CodeBlock $_ -Language powershell }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    $prepare = {
        param($Root, $Folder, $Text, $HasJob, $HasApproval)
        Import-Module "$Root/Marianne.psd1"
        $ConfirmPreference = 'None'
        Set-Location $Folder
        $null = New-Item reports, archive -ItemType Directory
        1..7 | ForEach-Object { Set-Content "reports/sheet$_-report.md" "Report $_." }
        $null = New-Item "$env:MARIANNE_HOME/instruments" -ItemType Directory -Force
        Copy-Item "$Root/examples/reviewer.instrument.yaml" "$env:MARIANNE_HOME/instruments/reviewer.yaml"
        Set-Content reviewer.log '{ "answer": "Done.", "failed": false, "conversation": { "id": "c1" }, "usage": { "in": 10, "out": 5 } }'

        # The job keeps a score, so that examples can run it.
        $score = @{ name = 'nightly job'; sheets = 1..3 | ForEach-Object { @{ command = "echo $_" } } }
        foreach ($file in 'jobs.db', 'backup.db' | Where-Object { $Text -match "$_|\*\.db" }) {
            $other = Connect-Marianne $file -NoDefault
            $null = $score | New-MarianneJob -Id nightly -Store $other
            Disconnect-Marianne $other
        }

        $ownStore = Connect-Marianne -PassThru
        if ($HasJob) {
            $null = $score | New-MarianneJob -Id nightly
        }

        if ($HasApproval) {
            $ship = @{ name = 'ship'; command = 'echo 2'; approval = @{ message = 'Ship it?'; show = , 'plan.md'; on_deny = 'retry' } }
            $null = @{ name = 'release'; workspace = $Folder; sheets = @{ command = 'echo 1 > plan.md' }, $ship } | New-MarianneJob -Id release
            $null = Invoke-MarianneJob -Id release -WarningAction Ignore
        }
    }

    $cleanUp = {
        Get-Variable -ValueOnly | Where-Object { $_ -is [Marianne.MarianneStore] } | Disconnect-Marianne
        Disconnect-Marianne
    }

    # Returns the errors of a script that runs in a separate session.
    function Invoke-Example([string] $Code) {
        $folder = (New-Item "$TestDrive/$([guid]::NewGuid())" -ItemType Directory).FullName
        $env:MARIANNE_HOME = "$folder/home"
        $makesJob = $Text -match 'New-MarianneJob -Id (nightly|\$id)|-Store \$backup|Repair-MarianneJob .*-Workspace'
        $session = [powershell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault())
        try {
            $null = $session.AddScript($prepare).AddArgument($root).AddArgument($folder).AddArgument($Text).AddArgument(-not $makesJob).AddArgument($Text -match 'Approv|Deny-').Invoke()
            $session.Streams.Error | Should -BeNullOrEmpty -Because 'the setup of the examples must succeed'
            $session.Commands.Clear()
            try {
                $null = $session.AddScript($Code).Invoke()
                $session.Streams.Error
            } catch {
                $_.Exception.InnerException.ErrorRecord
            }
        } finally {
            $session.Commands.Clear()
            $null = $session.AddScript($cleanUp).Invoke()
            $session.Dispose()
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The help' {
    It 'has a working example: <Name>' -ForEach $examples {
        # The example of an error ends with a comment that contains the error.
        $expected = $Text -match '# (\w+)\s*$' ? $Matches[1] : ''
        $import = "Import-Module '$root/Marianne.psd1'" # The module is not where PowerShell would find it.
        $script = $Text -replace '(?m)^Import-Module Marianne$', $import -replace '-Parallel {', "`$0`n$import"
        $errors = @(Invoke-Example $script)
        ($errors | ForEach-Object { $_.FullyQualifiedErrorId -replace ',.*' }) -join ', ' |
            Should -BeExactly $expected -Because "$errors"
    }
}
