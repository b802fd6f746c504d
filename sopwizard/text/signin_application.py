"""Why a sign-in failed because of the application that signs people in: its consent, registration and secrets."""

from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.text import _
from sopwizard.text.signin_words import SignInWords

_R = SignInReason

_Words = dict[SignInReason, SignInWords]


def words() -> _Words:
    """The sentences of every such reason."""
    return _consent() | _registration() | _credentials()


def _consent() -> _Words:
    return {
        _R.CONSENT_REQUIRED: SignInWords(
            _("Consent is required"),
            _("Nobody has yet allowed the application {client_id} to reach Dataverse in this tenant for you."),
            _("Sign in in the browser and accept what the application asks for."),
        ),
        _R.ADMIN_CONSENT: SignInWords(
            _("An administrator has to consent"),
            _("In this tenant only an administrator may allow the application {client_id} to reach Dataverse."),
            _("Ask your administrator to grant consent for the application."),
        ),
        _R.CONSENT_DENIED: SignInWords(
            _("Access was declined"),
            _("The page in the browser was answered with no."),
            _("Sign in again and accept, if you want this program to reach the environment."),
        ),
        _R.SAMPLE_BLOCKED: SignInWords(
            _("The sample application is not allowed in this tenant"),
            _("Microsoft's shared sample {client_id} is for trying out, and this tenant does not accept it."),
            _("Register an application of your own and enter its client id in the sign-in settings."),
        ),
    }


def _registration() -> _Words:
    return {
        _R.APP_NOT_FOUND: SignInWords(
            _("The application was not found"),
            _("The tenant does not know the application {client_id}, or it was asked in the wrong tenant."),
            _("Check client id and tenant in the sign-in settings."),
        ),
        _R.APP_DISABLED: SignInWords(
            _("The application is disabled"),
            _("An administrator has switched off the application {client_id} in this tenant."),
            _("Ask your administrator to enable it, or enter another client id in the sign-in settings."),
        ),
        _R.NOT_PUBLIC_CLIENT: SignInWords(
            _("The application is not registered for desktop sign-in"),
            _("The registration {client_id} does not allow public client flows."),
            _('Switch on "Allow public client flows" under Authentication of the app registration.'),
        ),
        _R.NOT_CONFIDENTIAL: SignInWords(
            _("The application takes no secret"),
            _("The registration {client_id} is a public client, which signs in without secret or certificate."),
            _("Use the client id of an application with a secret or certificate of its own."),
        ),
        _R.SINGLE_TENANT_APP: SignInWords(
            _("The application belongs to one tenant only"),
            _("The registration {client_id} does not accept sign-ins without its tenant being named."),
            _("Enter the tenant in the sign-in settings."),
        ),
        _R.REDIRECT_MISMATCH: SignInWords(
            _("The redirect address is not registered"),
            _("The registration {client_id} does not list the address that the browser has to come back to."),
            _('Add "http://localhost" as a redirect address for mobile and desktop applications to the registration.'),
        ),
        _R.NO_PERMISSION_DECLARED: SignInWords(
            _("The application asks for no permission to Dataverse"),
            _('The registration {client_id} does not list the permission "user_impersonation" of Dynamics CRM.'),
            _('Add the delegated permission Dynamics CRM "user_impersonation" to the registration.'),
        ),
        _R.NO_LOOPBACK: SignInWords(
            _("The browser has no way back"),
            _("The address {redirect} on this computer cannot be used: it is taken, or it is not a loopback address."),
            _("Sign in with a device code, or set the redirect address to http://localhost."),
        ),
        _R.NO_DEVICE_CODE: SignInWords(
            _("Device codes are not offered"),
            _("{host} does not offer sign-in with a device code."),
            _("Sign in in the browser."),
        ),
    }


def _credentials() -> _Words:
    return {
        _R.WRONG_SECRET: SignInWords(
            _("The client secret was not accepted"),
            _("The secret does not belong to the application {client_id}."),
            _("Set AZURE_CLIENT_SECRET to the secret's value, not to its id."),
        ),
        _R.SECRET_EXPIRED: SignInWords(
            _("The client secret has expired"),
            _("The application {client_id} has no secret of that value that is still valid."),
            _("Make a new secret in the app registration and set AZURE_CLIENT_SECRET to it."),
        ),
        _R.CERTIFICATE_REFUSED: SignInWords(
            _("The certificate was not accepted"),
            _("The certificate is not registered for the application {client_id}, or it has expired."),
            _("Upload the certificate to the app registration, or use the one that is registered there."),
        ),
        _R.CERTIFICATE_UNREADABLE: SignInWords(
            _("The certificate cannot be read"),
            _("{file} is missing, needs another password, or does not hold both the certificate and its private key."),
            _("Set AZURE_CLIENT_CERTIFICATE_PATH to a PEM or PFX file with certificate and private key."),
        ),
        _R.CREDENTIALS_MISSING: SignInWords(
            _("The application's credentials are missing"),
            _("The environment variable {variable} is not set."),
            _("Set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH."),
        ),
    }
