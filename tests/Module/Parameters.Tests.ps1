# The parameters of scores at the prompt.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory
    Set-Content (Join-Path $TestDrive 'release.yaml') @'
name: release
parameters:
  branch: { default: main, description: The branch to build. }
  count: { type: int, default: 2 }
  files: { type: list, default: [] }
  token: { type: secret, description: The token. }
sheets:
  - name: show
    script: |
      "$($Parameters.branch)|$($Parameters.count + 1)|$($Parameters.files -join ',')|$($Parameters.token.Length)|$env:TOKEN"
      if ($Parameters.branch -eq 'bad') { throw 'It broke.' }
    environment:
      TOKEN: "{token}"
retry: { max_retries: 0 }
'@
    $path = Join-Path $TestDrive 'release.yaml'
}

AfterAll {
    Exit-TestSession
}

Describe 'Invoke-MarianneJob -Parameter' {
    It 'passes values and secrets to a script, and stores no secret' {
        $secret = [securestring]::new()
        'hidden-word'.ToCharArray().ForEach({ $secret.AppendChar($_) })
        $values = @{ Branch = 'next'; count = '4'; files = 'a', 'b'; token = $secret }

        $job = Invoke-MarianneJob $path -Parameter $values -Restart

        $job.Status | Should -Be 'Completed'
        ($job | Get-MarianneExecution).Output.Trim() | Should -Be 'next|5|a,b|11|***'
        $job.ConfigSnapshot | Should -Not -BeLike '*hidden-word*'
    }

    It 'reports all wrong values at once' {
        $values = @{ brunch = 'x'; count = 'many' }
        $message = -join @(
            "The score 'release' has no parameter 'brunch'. Did you mean branch? "
            "The parameter 'count' has the type int, but its value is 'many'. It must be a whole number."
        )
        { Invoke-MarianneJob $path -Parameter $values -Restart -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidParameter,*' -ExpectedMessage $message
    }

    It 'asks for a secret by its name, and for -Force if a value changes' {
        $failed = Invoke-MarianneJob $path -Parameter @{ branch = 'bad'; token = 'hidden-word' } -Restart -ErrorAction SilentlyContinue
        $failed.Status | Should -Be 'Failed'

        { Invoke-MarianneJob -Id $failed.Id -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*' -ExpectedMessage "*'token'*-Parameter."
        { Invoke-MarianneJob $path -Parameter @{ branch = 'good'; token = 'x' } -ErrorAction Stop } |
            Should -Throw -ErrorId 'ScoreChanged,*' -ExpectedMessage "*the parameter branch changed from 'bad' to 'good'*"
        $done = Invoke-MarianneJob $path -Parameter @{ branch = 'good'; token = 'hidden-word' } -Force
        $done.Id, $done.Status | Should -Be $failed.Id, 'Completed'
    }

    It 'shows the values in a plan, without the secret' {
        $plan = Invoke-MarianneJob $path -Parameter @{ token = 'hidden-word' } -Restart -WhatIf
        $plan.Parameters.branch, $plan.Parameters.count, $plan.Parameters.token | Should -Be 'main', 2, '***'
        $plan | Out-String | Should -BeLike '*Parameters*branch*main*'
    }

    It 'completes the parameters of the score' {
        $line = "Invoke-MarianneJob '$path' -Parameter "
        $found = TabExpansion2 $line $line.Length
        $found.CompletionMatches[0].CompletionText |
            Should -Be "@{ branch = 'main'; count = 2; files = @(); token = (Read-Host -AsSecureString) }"
    }
}
